/* Which of this machine's addresses can the phones of a room reach? The one that the default route goes through
 * (/proc/net/route on Linux); bridges of containers and virtual machines come last, since nobody sits there.
 * And who has a port: the socket of /proc/net/tcp that listens there, looked for among the open files of all
 * processes that may be looked at. Cost: open files of the machine. */
#define _DEFAULT_SOURCE /* IFF_UP */
#include "sim/class/server/where.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- addresses ---- */

/* The device of the default route with the least metric; "" for none. */
static void default_device(char device[20]) {
  FILE *file = fopen("/proc/net/route", "r");
  char line[256], name[20];
  unsigned destination, metric, least = 0;
  device[0] = '\0';
  if (file == NULL) return;
  while (fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "%19s %x %*s %*s %*s %*s %u", name, &destination, &metric) != 3 || destination != 0)
      continue;
    if (device[0] != '\0' && metric >= least) continue;
    memcpy(device, name, sizeof name);
    least = metric;
  }
  fclose(file);
}

static bool is_bridge(const char *device) {
  static const char *const begins[] = {"docker",  "br-",    "veth", "virbr", "vmnet",
                                       "vboxnet", "podman", "cni",  "lxc"};
  for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
    if (strncmp(device, begins[i], strlen(begins[i])) == 0) return true;
  return false;
}

static int rank(const ply_class_host *host) { return host->by_default ? 0 : host->bridge ? 2 : 1; }

int ply_class_hosts(ply_class_host hosts[PLY_CLASS_HOSTS]) {
  struct ifaddrs *all = NULL;
  char usual[20];
  int n = 0;
  default_device(usual);
  if (getifaddrs(&all) != 0) return 0;
  for (const struct ifaddrs *one = all; one != NULL && n < PLY_CLASS_HOSTS; one = one->ifa_next) {
    if (one->ifa_addr == NULL || one->ifa_addr->sa_family != AF_INET ||
        (one->ifa_flags & IFF_LOOPBACK) != 0 || (one->ifa_flags & IFF_UP) == 0)
      continue;
    ply_class_host host = {.by_default = strcmp(one->ifa_name, usual) == 0,
                           .bridge = is_bridge(one->ifa_name)};
    inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)one->ifa_addr)->sin_addr, host.address,
              sizeof host.address);
    snprintf(host.device, sizeof host.device, "%.19s", one->ifa_name);
    int at = n++;
    for (; at > 0 && rank(&hosts[at - 1]) > rank(&host); at--) hosts[at] = hosts[at - 1];
    hosts[at] = host;
  }
  freeifaddrs(all);
  return n;
}

/* ---- who has the port ---- */

/* The inode of the socket that listens at the port, 0: none. */
static unsigned long listener(const char *table, int port) {
  FILE *file = fopen(table, "r");
  char line[512];
  unsigned long inode = 0;
  while (file != NULL && inode == 0 && fgets(line, sizeof line, file) != NULL) {
    unsigned at, state;
    unsigned long found;
    if (sscanf(line, " %*d: %*[0-9A-Fa-f]:%x %*s %x %*s %*s %*s %*s %*s %lu", &at, &state, &found) == 3 &&
        state == 0x0A && (int)at == port)
      inode = found;
  }
  if (file != NULL) fclose(file);
  return inode;
}

static bool has_socket(const char *process, unsigned long inode) {
  char folder[64], wanted[40];
  bool found = false;
  snprintf(folder, sizeof folder, "/proc/%.20s/fd", process);
  snprintf(wanted, sizeof wanted, "socket:[%lu]", inode);
  DIR *files = opendir(folder);
  for (struct dirent *file; files != NULL && !found && (file = readdir(files)) != NULL;) {
    char path[400], link[64] = "";
    snprintf(path, sizeof path, "%s/%.255s", folder, file->d_name);
    ssize_t n = readlink(path, link, sizeof link - 1);
    found = n > 0 && strcmp(link, wanted) == 0;
  }
  if (files != NULL) closedir(files);
  return found;
}

static void name_of(const char *process, char *said, size_t size) {
  char path[64], name[64] = "a program";
  snprintf(path, sizeof path, "/proc/%.20s/comm", process);
  FILE *file = fopen(path, "r");
  if (file != NULL && fgets(name, sizeof name, file) != NULL) name[strcspn(name, "\n")] = '\0';
  if (file != NULL) fclose(file);
  snprintf(said, size, "%s (process %.20s)", name, process);
}

void ply_class_port_holder(int port, char *said, size_t size) {
  unsigned long inode = listener("/proc/net/tcp", port);
  if (inode == 0) inode = listener("/proc/net/tcp6", port);
  snprintf(said, size, "another program");
  DIR *processes = inode != 0 ? opendir("/proc") : NULL;
  for (struct dirent *one; processes != NULL && (one = readdir(processes)) != NULL;)
    if (one->d_name[0] >= '1' && one->d_name[0] <= '9' && has_socket(one->d_name, inode)) {
      name_of(one->d_name, said, size);
      break;
    }
  if (processes != NULL) closedir(processes);
}
