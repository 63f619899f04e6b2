// How often the core asked the system's heap for memory beside its buffers.
#pragma once

#include <cstdint>

namespace tb {

// Calls of operator new in this library; always 0 in builds with a sanitizer.
int64_t heap_allocations();

}  // namespace tb
