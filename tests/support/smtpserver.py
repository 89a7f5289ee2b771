# SPDX-License-Identifier: GPL-3.0-or-later
"""An SMTP server for tests, on aiosmtpd. One argument: its behaviour as JSON (see smtpserver.h).

Prints its port, stores each mail as NNN.eml with NNN.json beside it, and ends when its standard input does.
"""
import asyncio
import email
import email.policy
import itertools
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

script = json.loads(sys.argv[1])
numbers = itertools.count(1)


def parsed(content):
    message = email.message_from_bytes(content, policy=email.policy.default)
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    defects = [repr(d) for part in message.walk() for d in part.defects]
    defects += [repr(d) for value in message.values() for d in getattr(value, "defects", [])]
    return {
        "headers": {name: str(value) for name, value in message.items()},
        "from": [[a.display_name, a.addr_spec] for a in message["From"].addresses],
        "to": [[a.display_name, a.addr_spec] for a in message["To"].addresses],
        "type": message.get_content_type(),
        "text": text.get_content() if text else None,
        "html": html.get_content() if html else None,
        "defects": defects,
    }


def store(session, envelope):
    """The text's file is complete before the other one appears."""
    path = os.path.join(script["folder"], "%03d" % next(numbers))
    with open(path + ".eml", "wb") as file:
        file.write(envelope.original_content)
    record = {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "encrypted": session.ssl is not None or script["tls"] == "implicit",
        "user": session.auth_data.login.decode() if session.auth_data else "",
        "parsed": parsed(envelope.original_content),
    }
    with open(path + ".tmp", "w") as file:
        json.dump(record, file)
    os.rename(path + ".tmp", path + ".json")


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == script["refuseRecipient"]:
            return script["refuseWith"]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        if script["dataReply"]:
            return script["dataReply"]
        store(session, envelope)
        if script["dropAfterDot"]:
            server.transport.abort()
        if script["stallAfterDot"]:
            await asyncio.sleep(3600)
        return "250 2.0.0 Ok: queued as TEST"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if script["dropAtData"]:
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def authenticate(server, session, envelope, mechanism, data):
    known = LoginPassword(script["user"].encode(), script["password"].encode())
    return AuthResult(success=data == known, handled=False, auth_data=data)


def make_server():
    options = {}
    if script["user"]:
        options = {
            "authenticator": authenticate,
            "auth_required": True,
            "auth_require_tls": script["tls"] == "starttls",
            "auth_exclude_mechanism": ["PLAIN"] if script["onlyLogin"] else [],
        }
    if script["tls"] == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    return Server(Handler(), hostname="mail.test", **options)


async def main():
    listener = await asyncio.get_running_loop().create_server(
        make_server, "127.0.0.1", 0, ssl=context if script["tls"] == "implicit" else None)
    print(listener.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(script["certificate"], script["key"])
asyncio.run(main())
