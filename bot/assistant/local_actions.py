"""Actions in the Rasa process: no HTTP hop, no second process, one encoder for both.

The same actions also run as an ordinary action server (``rasa run actions --actions bot.actions``)
for installations that prefer to scale them apart.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

__all__ = ["LocalActions"]


class LocalActions(EndpointConfig):
    """An action endpoint whose request is a function call.

    Args:
        package: Python package whose ``rasa_sdk.Action`` classes are registered.
    """

    def __init__(self, package: str) -> None:
        """Register the actions of ``package``."""
        super().__init__(url=f"local:{package}", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run the action named in ``json["next_action"]``.

        Raises:
            ClientResponseError: as an action server would answer: 400 when the action rejects
                its execution, 404 when there is none of that name.
        """
        try:
            return await self._executor.run(kwargs["json"])
        except ActionExecutionRejection as error:
            body = {"error": str(error), "action_name": error.action_name}
            raise ClientResponseError(400, "rejected", json.dumps(body)) from error
        except ActionNotFoundException as error:
            body = {"error": str(error), "action_name": error.action_name}
            raise ClientResponseError(404, "not found", json.dumps(body)) from error
