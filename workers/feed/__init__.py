"""The feed's network side: token, REST calls, one WebSocket, one retry loop."""
