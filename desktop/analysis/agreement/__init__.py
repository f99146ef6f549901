"""How far coders agree; pure functions over values.

``pairing`` finds which claims of two or more coders are on the same words, ``coefficients`` tells how alike the values
are that they gave, ``resampling`` within which bounds that lies, and ``finding`` how alike the words are that they
chose. ``coded`` has the claims of a project for all of this, and what is asked of them. Each formula names its source.
"""
