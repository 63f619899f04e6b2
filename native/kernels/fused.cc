// Several operations in one pass over memory: a little program over tiles that stay in the cache.
// The planner writes the program; its instructions are the loops of the kernels. Where rows are
// reduced, tiles are whole rows, so that a row's results serve the instructions that follow.
#include <algorithm>
#include <cstring>

#include "../parallel.h"
#include "../registry.h"
#include "broadcast.h"

namespace tb {
namespace {

constexpr int64_t kTile = 1024;
constexpr int64_t kWidest = 8;  // bytes of an element
constexpr int kMostInputs = 32;
constexpr int kMostOperands = 16;
constexpr int kMostInstructions = 96;

// Where a value lies: a place in the program is index * kPlaces + one of these.
enum Place : int64_t { kInput, kRegister, kOutput, kPlaces };

// How many elements a value has: one for each element, for each row, or for each column.
enum Extent : int64_t { kEach, kPerRow, kPerColumn };

// What an instruction does: a loop over elements, over the results of rows, from rows to their
// results; adding to the totals of columns; repeating the result of a row; copying either.
enum Action : int64_t { kElements, kResults, kRows, kColumns, kSpread, kCopy, kCopyResults };

struct Instruction {
  Action action;
  const TileKernel* kernel;  // null for the last three
  int64_t element;           // bytes, for these
  const int64_t* operands;
  int count;
  int64_t target;
};

// The program, as the planner's list of integers holds it. A list has its length before it.
//   dims (a list); the length of a row, or 0; registers; inputs that are read; those of them
//   that have an element for each row (a list); outputs, and for each: extent, type, and then
//   for kEach the inputs that it may take over (a list), for others the dims (a list), and for
//   kPerColumn the operation and the tile that make results of totals; then instructions until
//   the end, each: action, operation, tile, target, operands (a list). The last three actions
//   have the bytes of an element in place of the tile; the target of kColumns is an output.
class Reader {
 public:
  explicit Reader(const std::vector<int64_t>& code) : at_(code.data()), end_(at_ + code.size()) {}

  bool take(int64_t* value) {
    if (at_ == end_) return false;
    *value = *at_++;
    return true;
  }
  bool take_list(const int64_t** values, int64_t* count) {
    if (!take(count) || *count < 0 || *count > end_ - at_) return false;
    *values = at_;
    at_ += *count;
    return true;
  }

 private:
  const int64_t* at_;
  const int64_t* end_;
};

template <class T>
void fill_as(char* out, const char* value, int64_t n) {
  std::fill_n(reinterpret_cast<T*>(out), n, *reinterpret_cast<const T*>(value));
}

void fill(char* out, const char* value, int64_t n, int64_t element) {
  switch (element) {
    case 1: std::memset(out, *value, static_cast<size_t>(n)); break;
    case 2: fill_as<uint16_t>(out, value, n); break;
    case 4: fill_as<uint32_t>(out, value, n); break;
    default: fill_as<uint64_t>(out, value, n);
  }
}

// How an input is seen by tiles: as it lies, as one row again and again (a scalar is a row of
// one), copied tile by tile, or with an element for each row.
struct Source {
  enum Kind { kDirect, kRow, kExpanded, kOfRows };

  Kind kind;
  int expanded;      // the number among the expanded inputs
  const char* data;  // of a row: so often repeated that a tile can begin anywhere in it
  int64_t element;   // bytes
  int64_t row;       // elements
};

// An input of any other shape that is broadcast.
struct Expanded {
  BroadcastWalk walk;
  const char* data;
  int64_t element;

  // Copies elements [begin, begin + n) of the results' shape.
  void copy(int64_t begin, int64_t n, char* out) const {
    int64_t inner = walk.inner(), step = walk.strides[0][walk.rank - 1];
    while (n > 0) {
      int64_t column = begin % inner, offset;
      int64_t length = std::min(n, inner - column);
      walk.row_offsets(begin / inner, &offset, 1);
      const char* from = data + (offset + column * step) * element;
      if (step == 1) {
        std::memcpy(out, from, static_cast<size_t>(length * element));
      } else {
        fill(out, from, length, element);
      }
      out += length * element;
      begin += length;
      n -= length;
    }
  }
};

struct Result {
  Extent extent;
  char* data;
  int64_t element;  // bytes
  int column;       // the number among the columns
};

// Totals of columns, in double: every thread has its own, side by side.
struct Column {
  int64_t width;
  int64_t offset;  // among the totals of a thread
  const TileKernel* finish;
  void* out;
};

class Fused {
 public:
  bool read(KernelContext& ctx) {
    Reader reader(ctx.attr_ints("code"));
    const int64_t* values;
    int64_t count;
    if (!reader.take_list(&values, &count) || !reader.take(&row_)) return false;
    dims_ = Dims(values, static_cast<int>(count));
    total_ = dims_.elements();
    unit_ = std::max<int64_t>(row_, 1);
    if (total_ % unit_ != 0) return false;
    tile_ = std::min(std::max<int64_t>(kTile / unit_, 1) * unit_, total_);
    return reader.take(&registers_) && read_inputs(ctx, reader) && read_outputs(ctx, reader) &&
           read_instructions(reader);
  }

  void run() {
    Scratch<char> rows(row_bytes_);
    repeat_rows(rows.get());
    int64_t units = total_ / unit_, most = std::min<int64_t>(thread_count(), units);
    int64_t pieces =
        std::clamp<int64_t>(total_ * cost_ / kParallelGrain, 1, std::max<int64_t>(most, 1));
    Scratch<double> totals(pieces * width_);
    std::fill_n(totals.get(), pieces * width_, 0.0);
    parallel_for(pieces, 2 * kParallelGrain, [&](int64_t begin, int64_t end) {
      Scratch<char> memory((registers_ + static_cast<int64_t>(expanded_.size())) *
                           register_bytes());
      for (int64_t p = begin; p < end; ++p) {
        int64_t last = units * (p + 1) / pieces * unit_;
        for (int64_t at = units * p / pieces * unit_; at < last; at += tile_) {
          run_tile(at, std::min(tile_, last - at), memory.get(), totals.get() + p * width_);
        }
      }
    });
    finish_columns(totals.get(), pieces);
  }

 private:
  bool read_inputs(KernelContext& ctx, Reader& reader) {
    const int64_t* of_rows;
    int64_t count, row_inputs;
    if (!reader.take(&count) || !reader.take_list(&of_rows, &row_inputs)) return false;
    if (count > kMostInputs || count > ctx.input_count()) return false;
    count_ = static_cast<int>(count);
    for (int i = 0; i < count_; ++i) {
      const Array& input = ctx.input(i);
      Source& source = sources_[i];
      source.kind = Source::kDirect;
      source.data = static_cast<const char*>(input.raw());
      source.element = static_cast<int64_t>(dtype_size(input.dtype()));
      if (source.element == 0 || source.element > kWidest) return false;
      if (std::find(of_rows, of_rows + row_inputs, i) != of_rows + row_inputs) {
        source.kind = Source::kOfRows;
        if (input.size() * unit_ != total_) return false;
      } else if (!(input.dims() == dims_) && !read_broadcast(input.dims(), source)) {
        return false;
      }
    }
    return true;
  }

  // Whether those dimensions are the last ones of the whole, so that the elements come again
  // and again in their order.
  bool is_suffix(const Dims& dims) const {
    int first = 0, rank = dims.rank();
    while (first < rank && dims[first] == 1) ++first;
    return rank - first <= dims_.rank() &&
           std::equal(dims.begin() + first, dims.end(), dims_.end() - (rank - first));
  }

  bool read_broadcast(const Dims& dims, Source& source) {
    Dims common;
    if (!broadcast_dims(dims, dims_, &common) || !(common == dims_)) return false;
    source.row = dims.elements();
    if (is_suffix(dims) && source.row <= kTile && source.row > 0) {
      source.kind = Source::kRow;
      row_bytes_ += row_bytes(source);
      return true;
    }
    const Dims* inputs[] = {&dims};
    source.kind = Source::kExpanded;
    source.expanded = static_cast<int>(expanded_.size());
    expanded_.push_back({{}, source.data, source.element});
    return expanded_.back().walk.plan(dims_, inputs, 1);
  }

  // A tile may begin at any element of the row.
  int64_t row_length(const Source& source) const {
    return tile_ + (source.row > 1 ? source.row : 0);
  }
  int64_t row_bytes(const Source& source) const {
    return (row_length(source) * source.element + kWidest - 1) / kWidest * kWidest;
  }

  bool read_outputs(KernelContext& ctx, Reader& reader) {
    int64_t extent, type, count, outputs;
    const int64_t* values;
    if (!reader.take(&outputs) || outputs > kMostInstructions) return false;
    for (int64_t i = 0; i < outputs; ++i) {
      if (!reader.take(&extent) || !reader.take(&type) || !reader.take_list(&values, &count)) {
        return false;
      }
      Result& result = outputs_[i];
      result.extent = static_cast<Extent>(extent);
      if (result.extent == kEach) {
        int inputs[kMostInputs];
        int candidates = static_cast<int>(std::min<int64_t>(count, kMostInputs));
        std::copy_n(values, candidates, inputs);
        set(result, ctx.output_over(static_cast<DType>(type), dims_, inputs, candidates));
        continue;
      }
      const Array& array =
          ctx.output(static_cast<DType>(type), Dims(values, static_cast<int>(count)));
      set(result, array);
      if (result.extent == kPerRow && array.size() * unit_ != total_) return false;
      if (result.extent == kPerColumn && !read_column(array, reader, result)) return false;
    }
    return true;
  }

  static void set(Result& result, const Array& array) {
    result.data = static_cast<char*>(array.raw());
    result.element = static_cast<int64_t>(dtype_size(array.dtype()));
  }

  bool read_column(const Array& array, Reader& reader, Result& result) {
    int64_t handle, tile;
    if (array.size() == 0 || total_ % array.size() != 0) return false;
    if (!reader.take(&handle) || !reader.take(&tile)) return false;
    result.column = static_cast<int>(columns_.size());
    columns_.push_back({array.size(), width_, kernel(handle, tile), array.raw()});
    width_ += array.size();
    return true;
  }

  static const TileKernel* kernel(int64_t handle, int64_t tile) {
    return &Registry::instance()[static_cast<int>(handle)].tiles[static_cast<size_t>(tile)];
  }

  bool read_instructions(Reader& reader) {
    int64_t action, handle, tile, count;
    while (reader.take(&action)) {
      if (instruction_count_ == kMostInstructions) return false;
      Instruction& made = instructions_[instruction_count_++];
      if (!reader.take(&handle) || !reader.take(&tile) || !reader.take(&made.target) ||
          !reader.take_list(&made.operands, &count) || count > kMostOperands) {
        return false;
      }
      made.action = static_cast<Action>(action);
      made.count = static_cast<int>(count);
      bool moves = made.action >= kSpread;
      made.kernel = moves ? nullptr : kernel(handle, tile);
      made.element = tile;
      // What is done to the results of rows alone is next to nothing.
      bool small = made.action == kResults || made.action == kCopyResults;
      cost_ += small ? 0 : moves ? 1 : made.kernel->cost;
    }
    return true;
  }

  void repeat_rows(char* place) {
    for (int i = 0; i < count_; ++i) {
      Source& source = sources_[i];
      if (source.kind != Source::kRow) continue;
      int64_t length = row_length(source);
      if (source.row == 1) {
        fill(place, source.data, length, source.element);
      } else {
        for (int64_t at = 0; at < length; at += source.row) {
          int64_t n = std::min(source.row, length - at);
          std::memcpy(place + at * source.element, source.data,
                      static_cast<size_t>(n * source.element));
        }
      }
      source.data = place;
      place += row_bytes(source);
    }
  }

  void run_tile(int64_t at, int64_t n, char* memory, double* totals) const {
    const void* inputs[kMostInputs];
    char* expanded = memory + registers_ * register_bytes();
    for (int i = 0; i < count_; ++i) {
      const Source& source = sources_[i];
      switch (source.kind) {
        case Source::kDirect: inputs[i] = source.data + at * source.element; break;
        case Source::kRow: inputs[i] = source.data + at % source.row * source.element; break;
        case Source::kOfRows: inputs[i] = source.data + at / unit_ * source.element; break;
        case Source::kExpanded:
          expanded_[static_cast<size_t>(source.expanded)].copy(at, n, expanded);
          inputs[i] = expanded;
          expanded += register_bytes();
      }
    }
    for (int k = 0; k < instruction_count_; ++k) {
      const Instruction& each = instructions_[k];
      const void* operands[kMostOperands];
      for (int i = 0; i < each.count; ++i) {
        int64_t place = each.operands[i];
        bool input = place % kPlaces == kInput;
        operands[i] = input ? inputs[place / kPlaces] : target(place, at, memory);
      }
      if (each.action == kColumns) {
        const Column& column = columns_[outputs_[each.target / kPlaces].column];
        add_columns(*each.kernel, column.width, operands[0], at, n, totals + column.offset);
      } else {
        carry_out(each, operands, target(each.target, at, memory), n);
      }
    }
  }

  void carry_out(const Instruction& each, const void* const* operands, char* out, int64_t n) const {
    int64_t rows = n / unit_;
    switch (each.action) {
      case kElements: return each.kernel->loop(operands, each.count, out, n);
      case kResults: return each.kernel->loop(operands, each.count, out, rows);
      case kRows: return each.kernel->loop(operands, static_cast<int>(unit_), out, rows);
      case kSpread:
        for (int64_t row = 0; row < rows; ++row) {
          fill(out + row * unit_ * each.element,
               static_cast<const char*>(operands[0]) + row * each.element, unit_, each.element);
        }
        return;
      default:
        std::memcpy(out, operands[0],
                    static_cast<size_t>((each.action == kCopy ? n : rows) * each.element));
    }
  }

  // Adds elements [at, at + n) to the totals of their columns.
  static void add_columns(const TileKernel& kernel, int64_t width, const void* data, int64_t at,
                          int64_t n, double* totals) {
    const void* from = data;
    auto element = static_cast<int64_t>(dtype_size(kernel.key));
    auto add = [&](int64_t rows, int64_t columns, double* to) {
      kernel.loop(&from, static_cast<int>(rows), to, columns);
      from = static_cast<const char*>(from) + rows * columns * element;
      n -= rows * columns;
    };
    int64_t begin = at % width;
    if (begin > 0) add(1, std::min(n, width - begin), totals + begin);
    if (n >= width) add(n / width, width, totals);
    if (n > 0) add(1, n, totals);
  }

  void finish_columns(double* totals, int64_t pieces) const {
    for (int64_t p = 1; p < pieces; ++p) {
      for (int64_t i = 0; i < width_; ++i) totals[i] += totals[p * width_ + i];
    }
    for (const Column& column : columns_) {
      const void* from = totals + column.offset;
      column.finish->loop(&from, static_cast<int>(total_ / column.width), column.out, column.width);
    }
  }

  char* target(int64_t place, int64_t at, char* memory) const {
    int64_t index = place / kPlaces;
    if (place % kPlaces == kRegister) return memory + index * register_bytes();
    const Result& output = outputs_[index];
    return output.data + (output.extent == kEach ? at : at / unit_) * output.element;
  }

  int64_t register_bytes() const { return tile_ * kWidest; }

  Dims dims_;
  int count_ = 0, instruction_count_ = 0;
  int64_t total_ = 0, tile_ = 0, registers_ = 0, cost_ = 0, row_bytes_ = 0;
  int64_t row_ = 0, unit_ = 1;  // a tile is a number of units
  int64_t width_ = 0;           // totals that a thread has
  Source sources_[kMostInputs];
  List<Expanded> expanded_;
  List<Column> columns_;
  // Set as far as they are counted: filling them all would cost more than a small step.
  Result outputs_[kMostInstructions];
  Instruction instructions_[kMostInstructions];
};

bool fused(KernelContext& ctx) {
  Fused program;
  if (!program.read(ctx)) return false;
  program.run();
  return true;
}

CPU_KERNEL_ANY("_Tiles", fused);

}  // namespace
}  // namespace tb
