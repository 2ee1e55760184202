/* A plug-in that allows everything: the least that a plug-in costs. */

#include <stdbool.h>
#include <stddef.h>
#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>

static int allow(int event, void *data, void *userdata)
{
    (void)event, (void)data, (void)userdata;
    return MOSQ_ERR_SUCCESS;
}

int mosquitto_plugin_version(int count, const int *versions)
{
    (void)count, (void)versions;
    return 5;
}

int mosquitto_plugin_init(mosquitto_plugin_id_t *id, void **userdata, struct mosquitto_opt *options, int count)
{
    (void)userdata, (void)options, (void)count;
    return mosquitto_callback_register(id, MOSQ_EVT_BASIC_AUTH, allow, NULL, NULL)
        || mosquitto_callback_register(id, MOSQ_EVT_ACL_CHECK, allow, NULL, NULL);
}

int mosquitto_plugin_cleanup(void *userdata, struct mosquitto_opt *options, int count)
{
    (void)userdata, (void)options, (void)count;
    return 0;
}
