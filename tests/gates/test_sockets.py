from __future__ import annotations

import asyncio
import socket

import pytest
from pytest_socket import SocketConnectBlockedError

ELSEWHERE = "192.0.2.1"  # set aside for documentation, nobody's address

# It warns before it raises, and a warning would be the error here.
blocked = pytest.mark.filterwarnings("ignore:A test tried to use socket:UserWarning")


@blocked
def test_a_socket_beyond_loopback_is_blocked() -> None:
    with socket.socket() as one, pytest.raises(SocketConnectBlockedError):
        one.connect((ELSEWHERE, 443))


@blocked
async def test_an_asynchronous_connection_is_blocked_too() -> None:
    with pytest.raises(SocketConnectBlockedError):
        await asyncio.wait_for(asyncio.open_connection(ELSEWHERE, 443), 5)


async def test_loopback_works() -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        assert await reader.read() == b"hello"
        writer.close()
        await writer.wait_closed()
