"""Tests reach nobody: what a person's data must never do by accident, a test cannot do either."""

import socket

import pytest
from pytest_socket import SocketBlockedError

# Elsewhere the warning alone, an error as all warnings are, ends the test.
pytestmark = pytest.mark.filterwarnings("ignore:A test tried to use")


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_connecting_is_refused(family: socket.AddressFamily) -> None:
    with pytest.raises(SocketBlockedError):
        socket.socket(family, socket.SOCK_STREAM).connect(("192.0.2.1", 443))


def test_asking_for_an_address_is_refused() -> None:
    with pytest.raises(SocketBlockedError):
        socket.create_connection(("directory.example", 443), timeout=1)
