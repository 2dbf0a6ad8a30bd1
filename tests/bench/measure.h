/* What the benchmark measures besides the engines, and where it puts what it found. Every function ends the
 * program with a message where something fails. */
#ifndef PARLEY_TESTS_BENCH_MEASURE_H
#define PARLEY_TESTS_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

__attribute__((format(printf, 1, 2), noreturn)) void bench_fail(const char *format, ...);

/* Seconds on the wall, and of the processor by this process. */
double bench_now_s(void);
double bench_cpu_s(void);

/* Processor seconds that one thread needs to add one number and compare the sum, once per actor and bundle,
 * with the answers kept. Measured on a sample. */
double bench_bare_loop_s(int actors, double bundles);

/* The machine in words: processor, how many, compiler. */
void bench_machine(char *out, size_t size);

/* In words, how long `parley solve` takes on a file from process start to exit. False where PARLEY_BIN does
 * not say where the program is. */
bool bench_process(const char *scenario, char *out, size_t size);

/* Replaces what stands in the file between the lines "<!-- bench -->" and "<!-- /bench -->". */
void bench_put(const char *path, const char *text);

#endif
