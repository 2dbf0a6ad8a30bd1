/* The whole space with facts from outside the article. */
#include "tests/known/lessons.h"

#define IS(x)    (x) - 1e-9, (x) + 1e-9 /* exactly */
#define ABOUT(x) (x) - 0.0005, (x) + 0.0005
#define YES      1, 1
#define NO       0, 0

const char lessons_name[] = "known/lessons_whole";

const lesson lessons[] = {
    /* Poland speaks: it accepts the Istanbul proposal and refuses the German reading. */
    {"istanbul-2022-informed", "", "acceptable/count", IS(287795)},
    {"istanbul-2022-informed", "", "sustained/count", IS(64711)},
    {"istanbul-2022-informed", "", "designs/istanbul/margins/poland", ABOUT(0.139)},
    {"istanbul-2022-informed", "", "designs/german/margins/poland", ABOUT(-0.012)},
    {"istanbul-2022-informed", "", "solutions/nash/payoffs/ukraine", ABOUT(0.6718)},
    {0}};
