"""The application that uvicorn serves: REST by Django, WebSockets by Channels."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_asgi_application()

from game.routing import websocket_urlpatterns  # noqa: E402 (needs the settings, which the line above loads)

from .threads import KeptThreads  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": KeptThreads(django_application, settings.VIEW_THREADS),
        "websocket": URLRouter(websocket_urlpatterns),
    }
)
