"""`python -m workers` is `vnmarket`, for where the console script is not on the path."""

from workers.cli import main

if __name__ == "__main__":
    main()
