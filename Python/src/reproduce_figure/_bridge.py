"""Hands its standard input and output to a running interpreter, and waits until that is done with them.

The program starts this with the standard library alone; its argument is the path of a socket.
"""

import socket
import sys

with socket.socket(socket.AF_UNIX) as connection:
    connection.connect(sys.argv[1])
    socket.send_fds(connection, [b"x"], [0, 1])
    connection.recv(1)
