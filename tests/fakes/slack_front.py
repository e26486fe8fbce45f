"""A front for `local-slack`: it makes U1 an admin, which that server cannot, and is one address for all."""

from __future__ import annotations

import asyncio
import json

from aiohttp import ClientSession, WSMsgType, web


class Front:
    """Passes everything on to `localhost:behind` and listens on `localhost:port`."""

    def __init__(self, behind: int, port: int) -> None:
        self.behind, self.port = behind, port

    async def start(self) -> web.AppRunner:
        """Listen."""
        server = web.Application(client_max_size=1 << 26)
        server.router.add_route("*", "/{path:.*}", self._handle)
        runner = web.AppRunner(server, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "localhost", self.port).start()
        return runner

    def _ours(self, text: str) -> str:
        return text.replace(f"localhost:{self.behind}", f"localhost:{self.port}")

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        url = f"http://localhost:{self.behind}{request.path_qs}"
        async with ClientSession() as session:
            if request.headers.get("Upgrade", "").lower() == "websocket":
                return await self._socket(request, session, url)
            kept = {
                k: v for k, v in request.headers.items() if k.lower() in {"content-type", "authorization"}
            }
            body = await request.read()
            async with session.request(request.method, url, data=body, headers=kept) as answer:
                data, kind = await answer.read(), answer.content_type
                if kind == "application/json":
                    data = _with_admin(self._ours(data.decode()))
                return web.Response(body=data, status=answer.status, content_type=kind)

    async def _socket(self, request: web.Request, session: ClientSession, url: str) -> web.WebSocketResponse:
        here = web.WebSocketResponse()
        await here.prepare(request)
        async with session.ws_connect(url) as there:

            async def down() -> None:
                async for message in there:
                    if message.type is WSMsgType.TEXT:
                        await here.send_str(self._ours(message.data))

            task = asyncio.create_task(down())
            async for message in here:
                if message.type is WSMsgType.TEXT:
                    await there.send_str(message.data)
            task.cancel()
        return here


def _with_admin(text: str) -> bytes:
    answer = json.loads(text)
    if isinstance(answer, dict):
        for user in (answer.get("user"), *(answer.get("members") or ())):
            if isinstance(user, dict) and user.get("id") == "U1":
                user["is_admin"] = True
    return json.dumps(answer).encode()
