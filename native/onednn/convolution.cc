// Convolutions by oneDNN: activations stay in plain NHWC, filters are reordered as it likes them.
#include "onednn.h"

#ifdef TENSORBROOK_ONEDNN

#include <dnnl.hpp>

#include "../parallel.h"
#include "primitives.h"

namespace tb {
namespace {

using dnnl::memory;
constexpr auto kF32 = memory::data_type::f32;
constexpr auto kAny = memory::format_tag::any;

PrimitiveKey key_of(const char* kind, const Convolution& c) {
  PrimitiveKey key(kind, {thread_count(), c.batch, c.channels, c.filters, c.groups});
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

// A primitive, and what brings the filter into the layout that it wants, or its result back:
// nothing where it takes the filter as it is.
struct PreparedConvolution {
  Prepared primitive;
  std::unique_ptr<Prepared> reorder;
  int64_t filter_bytes;
};

std::unique_ptr<Prepared> reordering(const memory::desc& from, const memory::desc& to) {
  if (from == to) return nullptr;
  dnnl::reorder::primitive_desc desc(engine(), from, engine(), to, user_scratch());
  return std::make_unique<Prepared>(desc, dnnl::reorder(desc));
}

template <class P, class Make>
std::shared_ptr<PreparedConvolution> cached_convolution(const char* kind, const Convolution& c,
                                                        const Make& make) {
  using Found = std::shared_ptr<PreparedConvolution>;
  return cached_entry<PreparedConvolution>(key_of(kind, c), [&]() -> Found {
    typename P::primitive_desc desc = make();
    if (!desc) return nullptr;
    constexpr bool made = std::is_same_v<P, BackwardWeights>;
    memory::desc plain = plain_filter(c), wanted;
    if constexpr (made) {
      wanted = desc.diff_weights_desc();
    } else {
      wanted = desc.weights_desc();
    }
    auto reorder = made ? reordering(wanted, plain) : reordering(plain, wanted);
    int64_t bytes = reorder ? static_cast<int64_t>(wanted.get_size()) : 0;
    return Found(new PreparedConvolution{{desc, P(desc)}, std::move(reorder), bytes});
  });
}

// The filter in the layout that a primitive wants; the scratch buffer may stay unused.
const void* prepare_filter(const PreparedConvolution& prepared, const float* filter,
                           const Scratch<char>& scratch) {
  if (!prepared.reorder) return filter;
  prepared.reorder->run({{DNNL_ARG_FROM, filter}, {DNNL_ARG_TO, scratch.get()}});
  return scratch.get();
}

}  // namespace

bool onednn_convolution(const Convolution& c, const float* input, const float* filter,
                        const float* bias, float* output) {
  auto prepared = cached_convolution<Forward>(bias ? "forward_bias" : "forward", c,
                                              [&] { return forward_desc(c, bias != nullptr); });
  if (!prepared) return false;
  Scratch<char> scratch(prepared->filter_bytes);
  const void* weights = prepare_filter(*prepared, filter, scratch);
  if (bias) {
    prepared->primitive.run({{DNNL_ARG_SRC, input},
                             {DNNL_ARG_WEIGHTS, weights},
                             {DNNL_ARG_BIAS, bias},
                             {DNNL_ARG_DST, output}});
  } else {
    prepared->primitive.run(
        {{DNNL_ARG_SRC, input}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DST, output}});
  }
  return true;
}

bool onednn_convolution_input(const Convolution& c, const float* filter,
                              const float* output_gradient, float* input_gradient) {
  auto prepared = cached_convolution<BackwardData>("input", c, [&] {
    return BackwardData::primitive_desc(engine(), dnnl::algorithm::convolution_direct,
                                        nhwc(input_dims(c)), any_filter(c), nhwc(output_dims(c)),
                                        pair(c.stride), gaps(c), pair(c.pad_before),
                                        pair(c.pad_after), forward_desc(c), user_scratch(), true);
  });
  if (!prepared) return false;
  Scratch<char> scratch(prepared->filter_bytes);
  const void* weights = prepare_filter(*prepared, filter, scratch);
  prepared->primitive.run({{DNNL_ARG_DIFF_DST, output_gradient},
                           {DNNL_ARG_WEIGHTS, weights},
                           {DNNL_ARG_DIFF_SRC, input_gradient}});
  return true;
}

bool onednn_convolution_filter(const Convolution& c, const float* input,
                               const float* output_gradient, float* filter_gradient) {
  auto prepared = cached_convolution<BackwardWeights>("filter", c, [&] {
    return BackwardWeights::primitive_desc(
        engine(), dnnl::algorithm::convolution_direct, nhwc(input_dims(c)), any_filter(c),
        nhwc(output_dims(c)), pair(c.stride), gaps(c), pair(c.pad_before), pair(c.pad_after),
        forward_desc(c), user_scratch(), true);
  });
  if (!prepared) return false;
  Scratch<char> scratch(prepared->filter_bytes);
  void* target = prepared->reorder ? static_cast<void*>(scratch.get()) : filter_gradient;
  prepared->primitive.run({{DNNL_ARG_SRC, input},
                           {DNNL_ARG_DIFF_DST, output_gradient},
                           {DNNL_ARG_DIFF_WEIGHTS, target}});
  if (prepared->reorder) {
    prepared->reorder->run({{DNNL_ARG_FROM, target}, {DNNL_ARG_TO, filter_gradient}});
  }
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
