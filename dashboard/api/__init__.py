"""HTTP for programs and for browsers without a socket."""
