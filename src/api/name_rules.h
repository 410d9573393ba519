// What names, label keys and values, ports and percentages may look like, in the words of apimachinery's
// util/validation. Each function lists what is wrong with `text`; nothing is wrong with an empty list.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skiff {

using Problems = std::vector<std::string>;

Problems dns1123_label_problems(std::string_view text);
Problems dns1123_subdomain_problems(std::string_view text);
Problems dns1035_label_problems(std::string_view text);
Problems label_key_problems(std::string_view text);  // IsQualifiedName: also annotation keys, finalizers, resources
Problems label_value_problems(std::string_view text);
Problems config_key_problems(std::string_view text);  // keys of ConfigMaps and Secrets
Problems port_name_problems(std::string_view text);
Problems port_number_problems(int64_t port);
Problems percent_problems(std::string_view text);
Problems http_header_problems(std::string_view text);
Problems env_name_problems(std::string_view text);
// The narrower rule that clients go by: letters, digits, `_`, `-` and `.`, not a digit first. validation.IsEnvVarName.
bool is_plain_env_name(std::string_view text);

}  // namespace skiff
