"""Documents made to do harm, and what holds them: ``documents`` makes them, ``__main__`` meets them all."""
