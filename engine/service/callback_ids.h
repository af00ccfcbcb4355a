// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace durascope::service {

/// The id of an operation's callback as AWS makes them (history-format section 15): base64 without padding of 0x01 and
/// a CBOR map, `e` the execution's ARN, `o` the operation. Same operation, same id. Private to the service.
[[nodiscard]] std::string makeCallbackId(std::string_view executionArn, std::string_view operationId);
/// 1 to 1024 of the base64 alphabet, two signs of padding at most.
[[nodiscard]] bool isCallbackId(std::string_view text);
/// Padding says nothing: clients may add it.
[[nodiscard]] std::string_view withoutPadding(std::string_view callbackId);

} // namespace durascope::service
