// SPDX-License-Identifier: GPL-3.0-or-later
// Where an alert that fires belongs: under a silence, into the incident that it fired in before, into that of a rule, else
// into the open one of its service. Declared in placing.h.
#include "models/base/tr.h"
#include "models/incidents/grouping/placing.h"
#include "models/incidents/grouping/ruletable.h"

#include <algorithm>

namespace onlyonce {

//! Under a silence; that is noted, so that it comes out when the silence ends.
Result<bool> Placing::hidden(const AlertRow &alert)
{
    if (!m_silences) {
        auto found = silencesAhead(m_transaction);
        if (!found) {
            return failure(found);
        }
        m_silences = std::move(*found);
    }
    const Instant now = m_transaction.now();
    const auto silence = std::ranges::find_if(
        *m_silences, [&](const Silence &each) { return each.isActive(now) && silences(each, alert); });
    if (silence == m_silences->end()) {
        return false;
    }
    ONLYONCE_TRY(hideAlert(m_transaction, alert.id, silence->id));
    ONLYONCE_TRY(m_latecomers.hidden(alert.id, alert.source, silence->id));
    return true;
}

Result<Placing::Choice> Placing::choose(const AlertRow &alert, bool isFirst)
{
    auto same = isFirst ? Result<IncidentId>()
                        : incidenttable::openForFingerprint(m_transaction, alert.source, alert.fingerprint);
    if (!same) {
        return failure(same);
    }
    if (*same) {
        return Choice{*same, tr("the same alert fired in it before")};
    }
    auto ruled = chooseByRule(alert);
    if (!ruled || *ruled) {
        return ruled ? Result<Choice>(**ruled) : failure(ruled);
    }
    if (const QString name = placeOf(alert.service); !name.isEmpty()) {
        if (!m_open.contains(name)) {
            auto open = incidenttable::openForService(m_transaction, name);
            if (!open) {
                return failure(open);
            }
            if (*open) {
                m_open.insert(name, *open);
            }
        }
        if (const IncidentId open = m_open.value(name)) {
            return Choice{open, tr("it concerns the same service, %1").arg(name)};
        }
    }
    return Choice{{}, tr("no open incident concerned it")};
}

Result<std::optional<Placing::Choice>> Placing::chooseByRule(const AlertRow &alert)
{
    if (!m_rules) {
        auto found = groupingRules(m_transaction);
        if (!found) {
            return failure(found);
        }
        m_rules = std::move(*found);
    }
    if (m_rules->empty()) {
        return std::nullopt;
    }
    const QJsonObject labels = matchableLabels(alert);
    for (const GroupingRule &rule : *m_rules) {
        const auto key = groupOf(rule, labels);
        if (!key) {
            continue;
        }
        auto open = ruletable::openGroup(m_transaction, rule.id, *key);
        if (!open) {
            return failure(open);
        }
        const bool joins =
            *open && (rule.window == milliseconds{0} || alert.receivedAt - (*open)->latest <= rule.window);
        Choice choice{joins ? (*open)->incident : IncidentId{},
                      joins ? tr("the rule “%1” puts them together").arg(rule.name)
                            : tr("the rule “%1” found no open incident for it").arg(rule.name),
                      std::pair(rule.id, *key)};
        return choice;
    }
    return std::nullopt;
}

}  // namespace onlyonce
