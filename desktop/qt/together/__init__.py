"""Work of several in files of their own: ``page`` has the team and the list of conflicts, ``desk`` the chosen one."""
