/* Where does the server stand: which addresses has this machine, and who has the port? Private to this room. */
#ifndef PLY_CLASS_SERVER_WHERE_H
#define PLY_CLASS_SERVER_WHERE_H

#include <stdbool.h>
#include <stddef.h>

enum { PLY_CLASS_HOSTS = 16 };

/* An address of this machine, with the name of its network device. */
typedef struct ply_class_host {
  char address[46], device[20];
  bool by_default; /* the default route goes there */
  bool bridge;     /* of a container or a virtual machine: no phone is there */
} ply_class_host;

/* The addresses but the loopback's, the likeliest for a room first: that of the default route, then others,
 * then those of containers. How many there are. */
int ply_class_hosts(ply_class_host hosts[PLY_CLASS_HOSTS]);

/* Who listens at a TCP port of this machine: "parley (process 123)", or "another program". */
void ply_class_port_holder(int port, char *said, size_t size);

#endif
