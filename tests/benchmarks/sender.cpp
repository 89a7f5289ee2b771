// SPDX-License-Identifier: GPL-3.0-or-later
#include "sender.h"

#include "process.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace onlyonce::bench {

namespace {

//! One past the bracket that closes the one at `from`.
size_t endOf(const std::string &json, size_t from)
{
    int depth = 0;
    bool quoted = false;
    for (size_t i = from; i < json.size(); ++i) {
        const char c = json.at(i);
        if (quoted) {
            i += c == '\\' ? 1 : 0;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return i + 1;
        }
    }
    giveUp("a recording is not JSON");
}

void replaceValue(std::string &object, std::string_view name, const std::string &value)
{
    const std::string key = '"' + std::string(name) + "\":\"";
    const size_t found = object.find(key);
    if (found == std::string::npos) {
        giveUp("a recorded alert has no " + std::string(name));
    }
    const size_t from = found + key.size();
    object.replace(from, object.find('"', from) - from, value);
}

}  // namespace

Payloads::Payloads(const std::string &folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".json") && !name.ends_with(".expected.json") && name.contains("firing")) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    for (const auto &path : files) {
        std::ifstream file(path);
        const std::string json{std::istreambuf_iterator<char>(file), {}};
        constexpr std::string_view list = "\"alerts\":[";
        const size_t begin = json.find(list);
        if (begin == std::string::npos) {
            giveUp(path.string() + " holds no alerts");
        }
        const size_t first = begin + list.size();
        const size_t end = endOf(json, first - 1) - 1;
        m_head = json.substr(0, first);
        m_tail = json.substr(end);
        for (size_t at = first; at < end;) {
            const size_t next = endOf(json, at);
            m_alerts.push_back(json.substr(at, next - at));
            at = next + 1;
        }
    }
    if (m_alerts.empty()) {
        giveUp("there are no recordings in " + folder);
    }
}

std::string Payloads::fingerprintOf(uint64_t number)
{
    // Spread over the index as hashes are, and still one per number: the factor is odd.
    const uint64_t spread = number * UINT64_C(0x9E3779B97F4A7C15);
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) {
        text += "0123456789abcdef"[(spread >> shift) & 15];
    }
    return text;
}

std::string Payloads::serviceOf(uint64_t number)
{
    return "bench-" + std::to_string(number);
}

std::string Payloads::make(uint64_t first, size_t count, const std::string &service) const
{
    std::string payload = m_head;
    for (uint64_t number = first; number < first + count; ++number) {
        std::string alert = m_alerts.at(number % m_alerts.size());
        replaceValue(alert, "fingerprint", fingerprintOf(number));
        if (!service.empty()) {
            replaceValue(alert, "service", service);
        }
        payload += (number == first ? "" : ",") + alert;
    }
    return payload + m_tail;
}

std::string Payloads::makeList(uint64_t first, size_t count) const
{
    constexpr std::string_view labels = "\"labels\":{";
    std::string list = "[";
    for (uint64_t number = first; number < first + count; ++number) {
        const std::string &alert = m_alerts.at(number % m_alerts.size());
        const size_t at = alert.find(labels);
        const size_t end = alert.find(",\"fingerprint\"");
        if (at == std::string::npos || end == std::string::npos) {
            giveUp("a recorded alert has no labels, or no fingerprint behind them");
        }
        // From the labels to the fingerprint: that, and the status before them, is what a Prometheus does not tell.
        list += (number == first ? "{" : ",{") + std::string(labels) + "\"bench\":\"" + fingerprintOf(number) + "\","
              + alert.substr(at + labels.size(), end - at - labels.size()) + '}';
    }
    return list + "]";
}

std::string Payloads::makeAlone(uint64_t number) const
{
    std::string alert = m_alerts.at(number % m_alerts.size());
    replaceValue(alert, "fingerprint", fingerprintOf(number));
    replaceValue(alert, "service", serviceOf(number));
    return m_head + alert + m_tail;
}

Sender::Sender(uint16_t port, std::string path)
    : m_path(std::move(path))
    , m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (m_socket < 0 || connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        giveUp("nobody listens on port " + std::to_string(port));
    }
}

Sender::~Sender()
{
    close(m_socket);
}

void Sender::send(std::string_view bytes) const
{
    while (!bytes.empty()) {
        const ssize_t some = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (some <= 0) {
            giveUp("the intake has hung up");
        }
        bytes.remove_prefix(static_cast<size_t>(some));
    }
}

std::string Sender::get(uint16_t port, const std::string &target)
{
    const Sender sender(port);
    sender.send("GET " + target + " HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
    std::string answer;
    std::array<char, 65536> piece{};
    for (ssize_t some = 0; (some = recv(sender.m_socket, piece.data(), piece.size(), 0)) > 0;) {
        answer.append(piece.data(), static_cast<size_t>(some));
    }
    if (answer.find(" 200 ") > answer.find('\n')) {
        giveUp(target + " was answered: " + answer.substr(0, 200));
    }
    return answer;
}

void Sender::post(const std::string &payload)
{
    send("POST " + m_path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
         + std::to_string(payload.size()) + "\r\n\r\n" + payload);
    std::string answer;
    size_t whole = std::string::npos;
    while (answer.size() < whole) {
        std::array<char, 4096> piece{};
        const ssize_t some = recv(m_socket, piece.data(), piece.size(), 0);
        if (some <= 0) {
            giveUp("the intake has not answered");
        }
        answer.append(piece.data(), static_cast<size_t>(some));
        constexpr std::string_view length = "Content-Length: ";
        const size_t head = answer.find("\r\n\r\n");
        const size_t at = answer.find(length);
        if (head != std::string::npos && at != std::string::npos) {
            whole = head + 4 + std::strtoul(answer.c_str() + at + length.size(), nullptr, 10);
        }
    }
    if (!answer.starts_with("HTTP/1.1 200")) {
        giveUp("the intake answered: " + answer.substr(0, 200));
    }
}

}  // namespace onlyonce::bench
