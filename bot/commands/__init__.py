"""Commands of ``tincay``, one module each, loaded only when called."""
