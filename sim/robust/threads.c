/* The same work on several threads of its own, the calling one among them: what each takes it takes from `data`. A thread
 * that cannot be had is done without. */
#include "sim/robust/inside.h"

#include <pthread.h>
#include <unistd.h>

enum { MOST_THREADS = 64 };

void ply_robust_on_threads(void *(*work)(void *data), void *data, int threads, size_t most) {
  pthread_t thread[MOST_THREADS];
  int n = threads > 0 ? threads : (int)sysconf(_SC_NPROCESSORS_ONLN), started = 0;
  if (n > MOST_THREADS) n = MOST_THREADS;
  if ((size_t)n > most) n = (int)most;
  for (int i = 1; i < n; i++)
    if (pthread_create(&thread[started], NULL, work, data) == 0) started++;
  work(data);
  for (int i = 0; i < started; i++) pthread_join(thread[i], NULL);
}
