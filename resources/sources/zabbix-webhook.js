// SPDX-License-Identifier: GPL-3.0-or-later
// Sends Zabbix' problems and recoveries to OnlyOnce. A media type of the type "Webhook" (Zabbix 5.4 and later) with this
// as its script and these parameters (name, value), of which url, event_id, event_value and trigger_id must be there:
//   url                  the address that OnlyOnce's page of this source shows
//   token                a token of OnlyOnce for this source; leave it out if none is configured
//   event_source         {EVENT.SOURCE}
//   event_id             {EVENT.ID}
//   event_value          {EVENT.VALUE}
//   event_update_status  {EVENT.UPDATE.STATUS}
//   event_nseverity      {EVENT.NSEVERITY}
//   event_name           {EVENT.NAME}
//   event_opdata         {EVENT.OPDATA}
//   event_tags           {EVENT.TAGSJSON}
//   event_timestamp      {EVENT.TIMESTAMP}
//   event_date           {EVENT.DATE}
//   event_time           {EVENT.TIME}
//   recovery_timestamp   {EVENT.RECOVERY.TIMESTAMP}
//   recovery_date        {EVENT.RECOVERY.DATE}
//   recovery_time        {EVENT.RECOVERY.TIME}
//   trigger_id           {TRIGGER.ID}
//   trigger_value        {TRIGGER.VALUE}
//   trigger_url          {TRIGGER.URL}
//   host                 {HOST.HOST}
//   host_name            {HOST.NAME}
//   host_groups          {TRIGGER.HOSTGROUP.NAME}
//   zabbix_url           {$ZABBIX.URL}
// A macro that this Zabbix does not know does no harm. An answer other than 2xx is an error, and Zabbix tries again.
try {
    var message = JSON.parse(value);
    var request = new HttpRequest();
    request.addHeader('Content-Type: application/json');
    if (message.token) {
        request.addHeader('Authorization: Bearer ' + message.token);
    }
    var address = message.url;
    delete message.url;
    delete message.token;
    var answer = request.post(address, JSON.stringify(message));
    if (request.getStatus() < 200 || request.getStatus() >= 300) {
        throw 'HTTP ' + request.getStatus() + ': ' + answer;
    }
    return 'OK';
} catch (error) {
    Zabbix.log(3, '[OnlyOnce] ' + error);
    throw 'OnlyOnce did not take the message: ' + error;
}
