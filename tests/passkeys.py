"""A phone's authenticator, made of software: it answers the two ceremonies of WebAuthn as a browser would send them."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

IS_PRESENT = AuthenticatorData.FLAG.UP
IS_VERIFIED = IS_PRESENT | AuthenticatorData.FLAG.UV


@dataclass
class SoftPhone:
    """One passkey on one phone, for the site at ``http://localhost``.

    flags -- what the phone says of its owner: present, and verified by face, finger or lock
    """

    origin: str = "http://localhost"
    flags: AuthenticatorData.FLAG = IS_VERIFIED
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    user_handle: str = ""

    def create(self, options: dict[str, Any]) -> str:
        """The answer to what ``begin_passkey`` asks, as JSON."""
        self.user_handle = options["publicKey"]["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(bytes(16), self.credential_id, public)
        data = AuthenticatorData.create(self._site, self.flags | AuthenticatorData.FLAG.AT, 0, attested)
        response = {
            "clientDataJSON": websafe_encode(self._client_data("webauthn.create", options)),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._sent(response, {"credProps": {"rk": True}})

    def get(self, options: dict[str, Any]) -> str:
        """The answer to what ``begin_sign_in`` asks, as JSON."""
        data = AuthenticatorData.create(self._site, self.flags, 1)
        client_data = self._client_data("webauthn.get", options)
        signed = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client_data),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signed),
            "userHandle": self.user_handle,
        }
        return self._sent(response, {})

    @property
    def _site(self) -> bytes:
        return hashlib.sha256(b"localhost").digest()

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        challenge = options["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _sent(self, response: dict[str, str], extensions: dict[str, Any]) -> str:
        named = websafe_encode(self.credential_id)
        return json.dumps(
            {
                "id": named, "rawId": named, "type": "public-key", "response": response,
                "clientExtensionResults": extensions,
            }
        )  # fmt: skip
