/* The server where libmicrohttpd was missing when the program was built: it says so. */
#include "sim/class/class.h"

#include <stdio.h>

const char *parley_class_missing(void) { return "libmicrohttpd is missing (Debian: libmicrohttpd-dev)"; }

static parley_status missing(parley_error *error) {
  if (error != NULL) {
    *error = (parley_error){.status = PARLEY_E_SYSTEM};
    snprintf(error->message, sizeof error->message, "%s", parley_class_missing());
  }
  return PARLEY_E_SYSTEM;
}

parley_status parley_class_open(const parley_class_serve_settings *settings, parley_class_server **server,
                                parley_error *error) {
  (void)settings;
  *server = NULL;
  return missing(error);
}

parley_status parley_class_greeting(const parley_class_server *server, char **text, parley_error *error) {
  (void)server;
  *text = NULL;
  return missing(error);
}

parley_status parley_class_run(parley_class_server *server, parley_error *error) {
  return (void)server, missing(error);
}

void parley_class_close(parley_class_server *server) { (void)server; }
