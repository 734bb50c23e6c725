"""Opens the port for nginx with TCP_NODELAY on, which accepted sockets inherit, and becomes nginx.

    listen.py PORT BACKLOG NGINX ARGUMENT...

Nchan does not set it, and nginx's tcp_nodelay does not reach its WebSockets: a message then waits until the one before
it is acknowledged, which is up to 40 ms. nginx takes over sockets that the variable NGINX names, as in its own upgrades.
"""

import os
import socket
import sys

port, backlog, *command = sys.argv[1:]
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
listener.bind(("127.0.0.1", int(port)))
listener.listen(int(backlog))
listener.setblocking(False)  # nginx accepts until there is nothing left
listener.set_inheritable(True)
os.environ["NGINX"] = f"{listener.fileno()};"
os.execv(command[0], command)
