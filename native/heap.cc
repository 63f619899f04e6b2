#include "heap.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<int64_t> allocations{0};
std::atomic<int> others{0};  // not for each thread: theirs work for them too

}  // namespace

namespace tb {

HeapOfOthers::HeapOfOthers() { others.fetch_add(1, std::memory_order_relaxed); }
HeapOfOthers::~HeapOfOthers() { others.fetch_sub(1, std::memory_order_relaxed); }

int64_t heap_allocations() { return allocations.load(std::memory_order_relaxed); }

}  // namespace tb

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

// The forms with an alignment, and those for arrays, come here or count for themselves.
void* operator new(size_t bytes) {
  if (others.load(std::memory_order_relaxed) == 0) {
    allocations.fetch_add(1, std::memory_order_relaxed);
  }
  if (void* memory = std::malloc(bytes ? bytes : 1)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

#endif
