"""Work of several in files of their own: ``page`` has the team and the list of conflicts, ``desk`` the chosen one.

``meetings`` goes to the team in another thread, by itself and when asked; there is one for a session.
"""
