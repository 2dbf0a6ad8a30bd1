/* A few threads share out tasks in order: each takes the next one that nobody has. Cost: starting the
 * threads, some 20 microseconds each. */
#include "sim/sweep/store/ordered_tasks.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MOST = 16 };

typedef struct order {
  ply_ordered_task *task;
  void *data;
  uint64_t n;
  _Atomic uint64_t next;
} order;

typedef struct member {
  order *order;
  int number;
  pthread_t thread;
} member;

int ply_ordered_tasks_size(int threads, uint64_t n) {
  long size = threads > 0 ? threads : sysconf(_SC_NPROCESSORS_ONLN);
  if (size > MOST) size = MOST;
  if (size > 0 && (uint64_t)size > n) size = (long)n;
  return size < 1 ? 1 : (int)size;
}

static void *work(void *data) {
  member *m = data;
  for (uint64_t i; (i = atomic_fetch_add(&m->order->next, 1)) < m->order->n;)
    m->order->task(m->order->data, m->number, i);
  return NULL;
}

void ply_ordered_tasks_run(int size, uint64_t n, ply_ordered_task *task, void *data) {
  order c = {.task = task, .data = data, .n = n};
  member members[MOST] = {{&c, 0, 0}};
  int started = 1;
  for (; started < size && started < MOST; started++) {
    members[started] = (member){.order = &c, .number = started};
    if (pthread_create(&members[started].thread, NULL, work, &members[started]) != 0) break;
  }
  work(&members[0]);
  for (int i = 1; i < started; i++) pthread_join(members[i].thread, NULL);
}
