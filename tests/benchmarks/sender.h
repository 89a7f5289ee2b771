// SPDX-License-Identifier: GPL-3.0-or-later
// What Alertmanager does: webhooks with new alerts, made of the recorded ones, over a connection that stays open.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onlyonce::bench {

//! Payloads whose alerts differ from the recorded ones in the fingerprint (and the service, if wanted) only.
class Payloads
{
public:
    //! From the folder of recordings; those that fire.
    explicit Payloads(const std::string &folder);

    //! `count` alerts, numbered from `first`: every number is a fingerprint of its own.
    //! Of that service, if one is named.
    [[nodiscard]] std::string make(uint64_t first, size_t count, const std::string &service = {}) const;
    //! One alert of a service of its own, so that it opens an incident: see serviceOf().
    [[nodiscard]] std::string makeAlone(uint64_t number) const;
    //! The same as a Prometheus posts them to /api/v2/alerts: a list, of which every number has labels of its own.
    [[nodiscard]] std::string makeList(uint64_t first, size_t count) const;
    [[nodiscard]] static std::string fingerprintOf(uint64_t number);
    [[nodiscard]] static std::string serviceOf(uint64_t number);

private:
    std::string m_head;                 //!< up to the first alert
    std::string m_tail;                 //!< from the end of the list
    std::vector<std::string> m_alerts;  //!< each a JSON object
};

//! A connection to the intake, or to who stands beside it.
class Sender
{
public:
    explicit Sender(uint16_t port, std::string path = "/v1/alerts/alertmanager");
    ~Sender();
    Sender(const Sender &) = delete;
    Sender &operator=(const Sender &) = delete;

    //! Until the answer is here; ends the program if it is not 200.
    void post(const std::string &payload);

    //! The answer, headers included; over a connection of its own. Ends the program if it is not 200.
    [[nodiscard]] static std::string get(uint16_t port, const std::string &target);

private:
    void send(std::string_view bytes) const;

    std::string m_path;
    int m_socket = -1;
};

}  // namespace onlyonce::bench
