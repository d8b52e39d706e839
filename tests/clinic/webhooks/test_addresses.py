"""Where a webhook may lead: to the open internet by https, and nowhere into a network of one's own."""

from __future__ import annotations

import socket

import pytest

from athletes.errors import RefusedError
from clinic.webhooks.addresses import destination, is_public


@pytest.fixture
def leads_to(monkeypatch, settings):
    """What a name leads to, in production."""
    settings.DEMO_CLINIC = False

    def lead(*addresses: str):
        found = [(0, 0, 0, "", (address, 443)) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: found)

    return lead


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_an_address_of_the_open_internet_is_sent_to_as_it_was_looked_at(leads_to, address):
    leads_to(address)
    where = destination("https://hooks.example.org:8443/in?key=1")
    assert (where.host, where.port, where.ip, where.target) == ("hooks.example.org", 8443, address, "/in?key=1")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::", "2001:0:53aa:64c::1", "::",
    ],
)  # fmt: skip
def test_no_address_of_a_network_of_ones_own_is_sent_to_in_any_disguise(leads_to, address):
    assert not is_public(address)
    leads_to("93.184.216.34", address)
    with pytest.raises(RefusedError, match="private network"):
        destination("https://hooks.example.org/")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://hooks.example.org/", "Only https"),
        ("ftp://hooks.example.org/", "Only https"),
        ("https://user:password@hooks.example.org/", "without a login"),
        ("https://hooks.example.org/#x", "without a login"),
        ("https:///nowhere", "without a login"),
        ("https://hooks.example.org:port/", "not an address"),
        ("https://[::1/", "not an address"),
    ],
)
def test_what_is_no_address_to_send_to_is_refused_in_words(leads_to, url, why):
    leads_to("93.184.216.34")
    with pytest.raises(RefusedError, match=why):
        destination(url)


def test_a_name_that_leads_nowhere_is_said(leads_to, monkeypatch):
    def nowhere(*_asked, **_more):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(RefusedError, match="leads nowhere"):
        destination("https://hooks.example.org/")


def test_the_demo_clinic_sends_to_its_own_machine(settings):
    settings.DEMO_CLINIC = True
    assert destination("http://127.0.0.1:9/x").ip == "127.0.0.1"
