// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intakemetrics.h"

namespace onlyonce {

namespace {

class Page
{
public:
    void family(const char *name, const char *type, const char *help)
    {
        m_name = name;
        m_text += QByteArray("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
    }
    void sample(qint64 number) { m_text += m_name + ' ' + QByteArray::number(number) + '\n'; }
    void sample(const char *label, const QByteArray &value, qint64 number)
    {
        m_text += m_name + '{' + label + "=\"" + value + "\"} " + QByteArray::number(number) + '\n';
    }
    void histogram(const DelayCounts &delays)
    {
        for (size_t i = 0; i < DelayCounts::bounds.size(); ++i) {
            m_text += m_name + "_bucket{le=\"" + QByteArray::number(DelayCounts::bounds.at(i)) + "\"} "
                    + QByteArray::number(delays.within.at(i)) + '\n';
        }
        const QByteArray count = QByteArray::number(delays.count) + '\n';
        m_text += m_name + "_bucket{le=\"+Inf\"} " + count + m_name + "_sum "
                + QByteArray::number(double(delays.sum.count()) / 1'000) + '\n' + m_name + "_count " + count;
    }
    [[nodiscard]] const QByteArray &text() const { return m_text; }

private:
    QByteArray m_name;
    QByteArray m_text;
};

}  // namespace

void IntakeMetrics::countAnswer(int status)
{
    const std::lock_guard lock(m_mutex);
    ++m_requests[status];
}

void IntakeMetrics::countAlerts(const QString &source, const Intake &intake, Instant at)
{
    const std::lock_guard lock(m_mutex);
    m_opened += intake.opened;
    m_repeated += intake.repeated;
    m_resolved += intake.resolved;
    m_delays.add(intake.delays);
    m_lastReceived[source] = at;
}

QByteArray IntakeMetrics::text(const State &state) const
{
    Page page;
    const std::lock_guard lock(m_mutex);
    page.family("onlyonce_intake_requests_total", "counter", "Requests that were answered, by status.");
    for (const auto &[status, number] : m_requests) {
        page.sample("code", QByteArray::number(status), number);
    }
    page.family("onlyonce_intake_alerts_total", "counter", "Alerts that were stored, by what they did.");
    page.sample("outcome", "opened", m_opened);
    page.sample("outcome", "repeated", m_repeated);
    page.sample("outcome", "resolved", m_resolved);
    page.family("onlyonce_intake_detection_delay_seconds", "histogram",
                "How long after its start a failure was told, of the alerts that say when that was.");
    page.histogram(m_delays);
    page.family("onlyonce_intake_last_received_timestamp_seconds", "gauge", "When a source last told something.");
    for (const auto &[source, at] : m_lastReceived) {
        page.sample("source", source.toUtf8(), toMillis(at) / 1000);
    }
    if (const auto &ungrouped = state.ungrouped) {
        using std::chrono::seconds;
        page.family("onlyonce_ungrouped_alert_events", "gauge", "What alerts told that is in no incident yet.");
        page.sample(ungrouped->events);
        page.family("onlyonce_ungrouped_alert_events_age_seconds", "gauge", "How long the oldest of them has waited.");
        page.sample(ungrouped->since ? std::chrono::floor<seconds>(state.now - *ungrouped->since).count() : 0);
    }
    page.family("onlyonce_database_reachable", "gauge", "1 while the database answers.");
    page.sample(state.reachable ? 1 : 0);
    page.family("onlyonce_database_writable", "gauge", "0 once a change could not be saved, 1 again once one could.");
    page.sample(state.writable ? 1 : 0);
    page.family("onlyonce_database_waiting_writes", "gauge", "Writes that wait for the database.");
    page.sample(state.waitingWrites);
    return page.text();
}

}  // namespace onlyonce
