// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sourceadapter.h"

#include "models/alerts/alertend.h"
#include "models/alerts/detection.h"
#include "models/alerts/inbox/sightings.h"
#include "models/alerts/source.h"
#include "models/alerts/sourcehealth.h"
#include "models/alerts/tellback/writeback.h"
#include "models/base/tr.h"
#include "models/delivery/poller.h"

#include <algorithm>

namespace onlyonce {

namespace {

//! Of what is asked, where it is: the setting of asked::addressField().
constexpr QLatin1StringView addressKey("url");

class SourceAdapter final : public Adapter
{
public:
    explicit SourceAdapter(std::shared_ptr<const Source> source)
        : m_source(std::move(source))
        , m_poller(m_source->poller())
        , m_writeBack(m_source->writeBack())
    {
    }

    [[nodiscard]] bool isAskable() const { return m_poller != nullptr; }

    [[nodiscard]] QString id() const override { return m_source->id(); }
    [[nodiscard]] QString name() const override { return m_source->name(); }
    [[nodiscard]] std::vector<SettingField> fields() const override
    {
        std::vector<SettingField> fields = m_source->fields();
        if (m_poller) {
            for (SettingField field : m_poller->fields()) {
                if (mayJustSend()) {
                    field.help += field.key == addressKey ? tr(" Empty: it is not asked, and sends by itself.")
                                : field.required          ? tr(" Needed with the address.")
                                                          : QString();
                    field.required = false;
                }
                fields.push_back(std::move(field));
            }
            fields.push_back(pollIntervalField());
        }
        if (m_writeBack) {
            fields.push_back(writeBackField(m_writeBack->help()));
        }
        fields.push_back(quietAfterField());
        if (!m_poller) {  // what is asked tells of everything that fires, each time
            fields.push_back(lapseAfterField());
        }
        fields.push_back(holdField());
        fields.push_back(checkIntervalField());
        fields.push_back(placesField());
        return fields;
    }
    //! To ask again changes nothing, and to tell again does no harm.
    [[nodiscard]] bool mayResume() const override { return true; }
    [[nodiscard]] bool holdsSecrets(const QJsonObject &settings, const QJsonObject &secrets) const override
    {
        return m_poller ? isAsked(settings) && m_poller->holdsSecrets(settings, secrets)
                        : Adapter::holdsSecrets(settings, secrets);
    }
    [[nodiscard]] bool takesIntents(const QJsonObject &settings) const override
    {
        return m_writeBack && wantsWriteBack(settings)
            && !settings.value(QLatin1StringView("url")).toString().isEmpty();
    }
    [[nodiscard]] std::optional<HttpRequest> eventStream(const DeliveryState &state) const override
    {
        return m_poller ? m_poller->eventStream(state) : std::nullopt;
    }
    [[nodiscard]] bool isEvent(const QByteArray &line) const override { return m_poller && m_poller->isEvent(line); }
    //! With an intent it is told something, without one it is asked.
    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override
    {
        if (!state.intent.isEmpty()) {
            return told(state, reply);
        }
        return m_poller ? m_poller->step(state, reply)
                        : Refused{{ErrorCode::Internal, tr("%1 cannot be asked.").arg(name()), {}}};
    }
    [[nodiscard]] Step test(const DeliveryState &state, const DeliveryReply *reply) const override
    {
        if (const auto checked = m_source->check(state.settings); !checked) {
            return Refused{checked.error()};
        }
        if (m_poller && !isAsked(state.settings)) {
            return m_writeBack && wantsWriteBack(state.settings)
                     ? Step(Refused{{ErrorCode::Invalid,
                                     tr("%1 can be told what people do only with its address.").arg(name()),
                                     {}}})
                     : Delivered{{{QStringLiteral("text"),
                                   tr("Without its address %1 is not asked: it sends by itself.").arg(name())}}};
        }
        return m_poller ? m_poller->test(state, reply)
                        : Delivered{{{QStringLiteral("text"),
                                      tr("There is nothing to ask: %1 sends by itself.").arg(name())}}};
    }

private:
    //! Only what takes back reaches a system that is not to be told any more.
    [[nodiscard]] Step told(const DeliveryState &state, const DeliveryReply *reply) const
    {
        if (!m_writeBack) {
            return Refused{{ErrorCode::Internal, tr("%1 cannot be told anything.").arg(name()), {}}};
        }
        if (!reply && !wantsWriteBack(state.settings) && Telling::from(state.intent).what != Happening::SilenceEnded) {
            return Refused{
                {ErrorCode::Invalid, tr("%1 is told nothing any more: its settings say so since.").arg(name()), {}}};
        }
        return m_writeBack->step(state, reply);
    }
    //! It has a way in of its own, and what asking takes is needed only by those who want that.
    [[nodiscard]] bool mayJustSend() const
    {
        const auto fields = m_poller->fields();
        const auto address = std::ranges::find(fields, addressKey, &SettingField::key);
        return !m_source->guide().isEmpty() && address != fields.end() && address->required;
    }
    [[nodiscard]] bool isAsked(const QJsonObject &settings) const
    {
        return !mayJustSend() || !settings.value(addressKey).toString().trimmed().isEmpty();
    }

    std::shared_ptr<const Source> m_source;
    std::shared_ptr<const Adapter> m_poller;
    std::shared_ptr<const WriteBack> m_writeBack;
};

Adapters make(bool askableOnly)
{
    Adapters adapters;
    for (const auto &source : allSources()) {
        auto adapter = std::make_shared<const SourceAdapter>(source);
        if (!askableOnly || adapter->isAskable()) {
            adapters.push_back(std::move(adapter));
        }
    }
    return adapters;
}

}  // namespace

const Adapters &sourceAdapters()
{
    static const Adapters adapters = make(false);
    return adapters;
}

const Adapters &askableSources()
{
    static const Adapters adapters = make(true);
    return adapters;
}

}  // namespace onlyonce
