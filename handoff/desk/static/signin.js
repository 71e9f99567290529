"use strict";
// Who comes to this page has no session any more: nothing she has typed stays in the tab.
for (const key of Object.keys(sessionStorage)) if (key.startsWith("tincay-draft-")) sessionStorage.removeItem(key);
