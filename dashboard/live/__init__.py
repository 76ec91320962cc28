"""From Redis to every socket: hub, mailboxes, the one writer thread, the socket route."""
