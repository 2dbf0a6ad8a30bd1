/* Connections of the server and how long each may take. Private to this room. */
#ifndef PLY_CLASS_SERVER_LINK_H
#define PLY_CLASS_SERVER_LINK_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

/* A connection: when its present request may have begun, and whether it has been answered. */
typedef struct ply_class_link {
  int fd;
  int64_t since_ms;
  bool answered;
  struct ply_class_link *next, *before;
} ply_class_link;

typedef struct ply_class_links {
  ply_class_link *first;
  int64_t now_ms; /* set by whoever serves, so that everything here goes by one clock */
} ply_class_links;

/* MHD_OPTION_NOTIFY_CONNECTION with the links as its data. */
void ply_class_link_notify(void *links, struct MHD_Connection *connection, void **context,
                           enum MHD_ConnectionNotificationCode what);
/* An answer is on its way; the request is over and the next may come. */
void ply_class_link_answered(struct MHD_Connection *connection);
void ply_class_link_completed(ply_class_links *links, struct MHD_Connection *connection);

/* Cuts off every connection whose request is past its deadline. */
void ply_class_links_cut(ply_class_links *links);

#endif
