/* Who is allowed to be slow? A connection that says nothing is closed by the HTTP library after some seconds,
 * but one that sends a byte now and then would stay for ever. So each request, from the end of the one before
 * to its last byte, has REQUEST_MS, and each answer ANSWER_MS to be taken; past that the socket is shut and
 * the library cleans up. Cost: open connections a look. */
#include "sim/class/server/link.h"

#include <stdlib.h>
#include <sys/socket.h>

enum { REQUEST_MS = 20000, ANSWER_MS = 60000 };

static ply_class_link *link_of(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info != NULL ? info->socket_context : NULL;
}

static void add(ply_class_links *links, struct MHD_Connection *connection, void **context) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  ply_class_link *link = info != NULL ? calloc(1, sizeof *link) : NULL;
  if (link == NULL) return;
  *link = (ply_class_link){.fd = info->connect_fd, .since_ms = links->now_ms, .next = links->first};
  if (links->first != NULL) links->first->before = link;
  links->first = link;
  *context = link;
}

static void drop(ply_class_links *links, void **context) {
  ply_class_link *link = *context;
  if (link == NULL) return;
  if (link->before != NULL)
    link->before->next = link->next;
  else
    links->first = link->next;
  if (link->next != NULL) link->next->before = link->before;
  free(link);
  *context = NULL;
}

void ply_class_link_notify(void *data, struct MHD_Connection *connection, void **context,
                           enum MHD_ConnectionNotificationCode what) {
  if (what == MHD_CONNECTION_NOTIFY_STARTED)
    add(data, connection, context);
  else
    drop(data, context);
}

void ply_class_link_answered(struct MHD_Connection *connection) {
  ply_class_link *link = link_of(connection);
  if (link != NULL) link->answered = true;
}

void ply_class_link_completed(ply_class_links *links, struct MHD_Connection *connection) {
  ply_class_link *link = link_of(connection);
  if (link == NULL) return;
  link->since_ms = links->now_ms;
  link->answered = false;
}

void ply_class_links_cut(ply_class_links *links) {
  for (ply_class_link *link = links->first; link != NULL; link = link->next)
    if (links->now_ms - link->since_ms > (link->answered ? ANSWER_MS : REQUEST_MS))
      shutdown(link->fd, SHUT_RDWR);
}
