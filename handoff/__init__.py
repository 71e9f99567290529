"""The warm handoff: cases, roster, contact directory and the desk of the hotline staff."""
