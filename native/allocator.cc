#include "allocator.h"

#include <array>
#include <bit>
#include <cstdlib>
#include <mutex>
#include <new>
#include <vector>

namespace tb {
namespace {

constexpr int kClasses = 4 * 40;
constexpr size_t kSmallBytes = 4096;
constexpr int kSmallPerClass = 64;
constexpr int64_t kCacheLimit = int64_t{1} << 30;

std::atomic<size_t> buffer_limit{SIZE_MAX};
std::atomic<int64_t> live_bytes{0};
std::atomic<int64_t> peak_bytes{0};
std::atomic<int64_t> cached_bytes{0};
std::atomic<int64_t> allocations{0};
std::atomic<int64_t> cache_hits{0};

// Four classes per power of two waste at most a quarter of a block.
int class_of(size_t bytes) {
  if (bytes <= kAlignment) return 0;
  int log = std::bit_width(bytes - 1) - 1;
  int quarter = static_cast<int>(((bytes - 1) >> (log - 2)) & 3);
  return (log - 6) * 4 + quarter + 1;
}

size_t class_bytes(int size_class) {
  if (size_class == 0) return kAlignment;
  int log = (size_class - 1) / 4 + 6;
  size_t quarter = static_cast<size_t>((size_class - 1) % 4);
  size_t bytes = (size_t{1} << log) + (quarter + 1) * (size_t{1} << (log - 2));
  return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

struct Bin {
  std::mutex mutex;
  std::vector<Buffer*> free;
};

// Leaked on purpose: tensors may die after the destructors of static objects.
std::array<Bin, kClasses>& bins() {
  static auto* table = new std::array<Bin, kClasses>();
  return *table;
}

// Small blocks stay with their thread, so an eager operation takes no lock.
struct SmallCache {
  static constexpr int kSmallClasses = 26;
  std::array<std::array<Buffer*, kSmallPerClass>, kSmallClasses> blocks;
  std::array<int, kSmallClasses> count{};

  ~SmallCache();
};

thread_local bool small_cache_dead = false;
thread_local SmallCache small_cache;

SmallCache::~SmallCache() {
  small_cache_dead = true;
  for (int c = 0; c < kSmallClasses; ++c) {
    for (int i = 0; i < count[c]; ++i) std::free(blocks[c][i]);
  }
}

bool is_small(int size_class) { return size_class < SmallCache::kSmallClasses; }

Buffer* take_cached(int size_class) {
  if (is_small(size_class)) {
    if (small_cache_dead) return nullptr;
    int& count = small_cache.count[size_class];
    return count > 0 ? small_cache.blocks[size_class][--count] : nullptr;
  }
  Bin& bin = bins()[size_class];
  std::lock_guard lock(bin.mutex);
  if (bin.free.empty()) return nullptr;
  Buffer* buffer = bin.free.back();
  bin.free.pop_back();
  cached_bytes.fetch_sub(class_bytes(size_class), std::memory_order_relaxed);
  return buffer;
}

bool put_cached(Buffer* buffer) {
  int size_class = buffer->size_class;
  if (is_small(size_class)) {
    if (small_cache_dead) return false;
    int& count = small_cache.count[size_class];
    if (count == kSmallPerClass) return false;
    small_cache.blocks[size_class][count++] = buffer;
    return true;
  }
  int64_t bytes = static_cast<int64_t>(class_bytes(size_class));
  if (cached_bytes.load(std::memory_order_relaxed) + bytes > kCacheLimit) return false;
  Bin& bin = bins()[size_class];
  std::lock_guard lock(bin.mutex);
  bin.free.push_back(buffer);
  cached_bytes.fetch_add(bytes, std::memory_order_relaxed);
  return true;
}

void count_allocation(int64_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  int64_t live = live_bytes.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  int64_t peak = peak_bytes.load(std::memory_order_relaxed);
  while (live > peak && !peak_bytes.compare_exchange_weak(peak, live)) {
  }
}

}  // namespace

void set_buffer_limit(size_t bytes) { buffer_limit.store(bytes, std::memory_order_relaxed); }

Buffer* allocate_buffer(size_t bytes) {
  if (bytes > buffer_limit.load(std::memory_order_relaxed)) throw std::bad_alloc();
  int size_class = class_of(bytes);
  if (size_class >= kClasses) throw std::bad_alloc();
  void* block = take_cached(size_class);
  if (block) {
    cache_hits.fetch_add(1, std::memory_order_relaxed);
  } else {
    block = std::aligned_alloc(kAlignment, sizeof(Buffer) + class_bytes(size_class));
    if (!block) throw std::bad_alloc();
  }
  Buffer* buffer = new (block) Buffer;
  buffer->size_class = size_class;
  buffer->data = static_cast<char*>(block) + sizeof(Buffer);
  buffer->bytes = bytes;
  count_allocation(static_cast<int64_t>(bytes));
  return buffer;
}

Buffer* wrap_foreign(void* data, size_t bytes, void* owner, void (*release_owner)(void*)) {
  Buffer* buffer = allocate_buffer(0);
  buffer->data = data;
  buffer->bytes = bytes;
  buffer->owner = owner;
  buffer->release_owner = release_owner;
  return buffer;
}

void free_buffer(Buffer* buffer) {
  if (buffer->release_owner) {
    buffer->release_owner(buffer->owner);
  } else {
    live_bytes.fetch_sub(static_cast<int64_t>(buffer->bytes), std::memory_order_relaxed);
  }
  if (!put_cached(buffer)) std::free(buffer);
}

AllocatorStats allocator_stats() {
  return {live_bytes.load(), peak_bytes.load(), cached_bytes.load(), allocations.load(),
          cache_hits.load()};
}

}  // namespace tb
