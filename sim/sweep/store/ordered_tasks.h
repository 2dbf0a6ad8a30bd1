/* Tasks 0 .. n - 1 done by a few threads, taken in this order, so that whatever a task waits for of an
 * earlier one comes. */
#ifndef PLY_SWEEP_STORE_ORDERED_TASKS_H
#define PLY_SWEEP_STORE_ORDERED_TASKS_H

#include <stdint.h>

/* member: 0 .. size - 1, which of the threads does it. */
typedef void ply_ordered_task(void *data, int member, uint64_t task);

/* How many threads n tasks are given: `threads`, or one a processor where it is 0; at least 1, at most 16. */
int ply_ordered_tasks_size(int threads, uint64_t n);

/* Does the tasks; the calling thread is one of `size`, and does them alone where no other is to be had. */
void ply_ordered_tasks_run(int size, uint64_t n, ply_ordered_task *task, void *data);

#endif
