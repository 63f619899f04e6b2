// Convolutions by oneDNN: activations stay in plain NHWC, filters are reordered as it likes them.
#include "onednn.h"

#ifdef TENSORBROOK_ONEDNN

#include <dnnl.hpp>

#include "primitives.h"

namespace tb {
namespace {

using dnnl::memory;
constexpr auto kF32 = memory::data_type::f32;
constexpr auto kAny = memory::format_tag::any;

PrimitiveKey key_of(const char* kind, const Convolution& c) {
  PrimitiveKey key(kind, {c.batch, c.channels, c.filters, c.groups});
  for (const auto* pair :
       {c.in, c.out, c.kernel, c.stride, c.dilation, c.pad_before, c.pad_after}) {
    key.append(pair, 2);
  }
  return key;
}

memory::dims input_dims(const Convolution& c) { return {c.batch, c.channels, c.in[0], c.in[1]}; }
memory::dims output_dims(const Convolution& c) { return {c.batch, c.filters, c.out[0], c.out[1]}; }
memory::dims pair(const int64_t* values) { return {values[0], values[1]}; }
// oneDNN counts the gaps between filter elements, TensorFlow the steps.
memory::dims gaps(const Convolution& c) { return {c.dilation[0] - 1, c.dilation[1] - 1}; }

memory::dims filter_dims(const Convolution& c) {
  if (c.groups == 1) return {c.filters, c.channels, c.kernel[0], c.kernel[1]};
  return {c.groups, c.filters / c.groups, c.channels / c.groups, c.kernel[0], c.kernel[1]};
}

// The filter as TensorFlow stores it: [rows, columns, in / groups, out].
memory::desc plain_filter(const Convolution& c) {
  int64_t in = c.channels / c.groups, out = c.filters;
  int64_t column = in * out, row = c.kernel[1] * column;
  if (c.groups == 1) return {filter_dims(c), kF32, memory::dims{1, out, row, column}};
  return {filter_dims(c), kF32, memory::dims{out / c.groups, 1, out, row, column}};
}

memory::desc nhwc(const memory::dims& dims) { return {dims, kF32, memory::format_tag::nhwc}; }
memory::desc any_filter(const Convolution& c) { return {filter_dims(c), kF32, kAny}; }

using Forward = dnnl::convolution_forward;
using BackwardData = dnnl::convolution_backward_data;
using BackwardWeights = dnnl::convolution_backward_weights;

memory::desc bias_desc(const Convolution& c, bool biased) {
  if (!biased) return {};
  return {memory::dims{c.filters}, kF32, memory::format_tag::a};
}

Forward::primitive_desc forward_desc(const Convolution& c, bool biased = false) {
  return {engine(),
          dnnl::prop_kind::forward_training,
          dnnl::algorithm::convolution_direct,
          nhwc(input_dims(c)),
          any_filter(c),
          bias_desc(c, biased),
          nhwc(output_dims(c)),
          pair(c.stride),
          gaps(c),
          pair(c.pad_before),
          pair(c.pad_after),
          user_scratch(),
          true};
}

void reorder(const memory::desc& from, const void* source, const memory::desc& to, void* target) {
  memory input(from, engine(), const_cast<void*>(source));
  memory output(to, engine(), target);
  dnnl::reorder(input, output).execute(stream(), input, output);
}

// The filter in the layout that a primitive wants; the scratch buffer may stay unused.
const void* prepare_filter(const Convolution& c, const float* filter, const memory::desc& wanted,
                           const Scratch<char>& scratch) {
  memory::desc plain = plain_filter(c);
  if (plain == wanted) return filter;
  reorder(plain, filter, wanted, scratch.get());
  return scratch.get();
}

}  // namespace

bool onednn_convolution(const Convolution& c, const float* input, const float* filter,
                        const float* bias, float* output) {
  bool biased = bias != nullptr;
  auto entry = cached_primitive<Forward>(key_of(biased ? "forward_bias" : "forward", c),
                                         [&] { return forward_desc(c, biased); });
  if (!entry) return false;
  memory::desc wanted = entry->desc.weights_desc();
  Scratch<char> scratch(static_cast<int64_t>(wanted.get_size()));
  const void* weights = prepare_filter(c, filter, wanted, scratch);
  run_primitive(*entry, {{DNNL_ARG_SRC, {entry->desc.src_desc(), input}},
                         {DNNL_ARG_WEIGHTS, {wanted, weights}},
                         {DNNL_ARG_BIAS, {bias_desc(c, biased), bias}},
                         {DNNL_ARG_DST, {entry->desc.dst_desc(), output}}});
  return true;
}

bool onednn_convolution_input(const Convolution& c, const float* filter,
                              const float* output_gradient, float* input_gradient) {
  auto entry = cached_primitive<BackwardData>(key_of("input", c), [&] {
    return BackwardData::primitive_desc(engine(), dnnl::algorithm::convolution_direct,
                                        nhwc(input_dims(c)), any_filter(c), nhwc(output_dims(c)),
                                        pair(c.stride), gaps(c), pair(c.pad_before),
                                        pair(c.pad_after), forward_desc(c), user_scratch(), true);
  });
  if (!entry) return false;
  memory::desc wanted = entry->desc.weights_desc();
  Scratch<char> scratch(static_cast<int64_t>(wanted.get_size()));
  const void* weights = prepare_filter(c, filter, wanted, scratch);
  run_primitive(*entry, {{DNNL_ARG_DIFF_DST, {entry->desc.diff_dst_desc(), output_gradient}},
                         {DNNL_ARG_WEIGHTS, {wanted, weights}},
                         {DNNL_ARG_DIFF_SRC, {entry->desc.diff_src_desc(), input_gradient}}});
  return true;
}

bool onednn_convolution_filter(const Convolution& c, const float* input,
                               const float* output_gradient, float* filter_gradient) {
  auto entry = cached_primitive<BackwardWeights>(key_of("filter", c), [&] {
    return BackwardWeights::primitive_desc(
        engine(), dnnl::algorithm::convolution_direct, nhwc(input_dims(c)), any_filter(c),
        nhwc(output_dims(c)), pair(c.stride), gaps(c), pair(c.pad_before), pair(c.pad_after),
        forward_desc(c), user_scratch(), true);
  });
  if (!entry) return false;
  memory::desc made = entry->desc.diff_weights_desc();
  memory::desc plain = plain_filter(c);
  Scratch<char> scratch(static_cast<int64_t>(made.get_size()));
  void* target = made == plain ? static_cast<void*>(filter_gradient) : scratch.get();
  run_primitive(*entry, {{DNNL_ARG_SRC, {entry->desc.src_desc(), input}},
                         {DNNL_ARG_DIFF_DST, {entry->desc.diff_dst_desc(), output_gradient}},
                         {DNNL_ARG_DIFF_WEIGHTS, {made, target}}});
  if (target != filter_gradient) reorder(made, target, plain, filter_gradient);
  return true;
}

}  // namespace tb

#else

namespace tb {

bool onednn_convolution(const Convolution&, const float*, const float*, const float*, float*) {
  return false;
}
bool onednn_convolution_input(const Convolution&, const float*, const float*, float*) {
  return false;
}
bool onednn_convolution_filter(const Convolution&, const float*, const float*, float*) {
  return false;
}

}  // namespace tb

#endif
