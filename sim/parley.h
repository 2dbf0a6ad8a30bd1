/* parley: the public header, the only one a client needs. A thin facade over the rooms beside it. */
#ifndef PARLEY_H
#define PARLEY_H

/* The version of the library, such as "0.1.0": a static string, never NULL. */
const char *parley_version(void);

#endif
