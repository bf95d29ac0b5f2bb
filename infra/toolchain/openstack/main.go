// pulumi-resource-openstack serves the Terraform OpenStack provider to Pulumi under the type tokens of
// the PyPI package pulumi-openstack, since no registry carries the plugin as a program.
//
// Two tables map Terraform's names to Pulumi's tokens. What serves the protocol is Pulumi's own bridge.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	sdkv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/terraform-provider-openstack/terraform-provider-openstack/v3/openstack"

	"kumiai.invalid/toolchain/openstack/told"
)

//go:embed resources.tsv
var resourceTable string

//go:embed functions.tsv
var functionTable string

// Version of the pulumi-openstack package that is served; set by the linker.
var Version = "0.0.0"

// irregular lists the fields whose Pulumi name does not follow the bridge's rule.
var irregular = map[string]map[string]string{
	"openstack_networking_subnet_v2":   {"allocation_pool": "allocationPools"},
	"openstack_orchestration_stack_v1": {"outputs": "StackOutputs"},
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "-inputs" {
		if err := printInputs(provider()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	tfbridge.Main("openstack", Version, provider(), nil)
}

func provider() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:           sdkv2.NewProvider(listening(openstack.Provider())),
		Name:        "openstack",
		Version:     Version,
		Resources:   map[string]*tfbridge.ResourceInfo{},
		DataSources: map[string]*tfbridge.DataSourceInfo{},
	}
	for name, token := range rows(resourceTable) {
		resource := &tfbridge.ResourceInfo{
			Tok:    tokens.Type("openstack:" + token),
			Fields: map[string]*tfbridge.SchemaInfo{},
		}
		for field, renamed := range irregular[name] {
			resource.Fields[field] = &tfbridge.SchemaInfo{Name: renamed}
		}
		info.Resources[name] = resource
	}
	for name, token := range rows(functionTable) {
		info.DataSources[name] = &tfbridge.DataSourceInfo{Tok: tokens.ModuleMember("openstack:" + token)}
	}
	return info
}

// listening makes the provider remember what it is told.
func listening(provider *schema.Provider) *schema.Provider {
	configure := provider.ConfigureContextFunc
	provider.ConfigureContextFunc = func(ctx context.Context, data *schema.ResourceData) (any, diag.Diagnostics) {
		meta, problems := configure(ctx, data)
		if config, ok := meta.(*openstack.Config); ok && config.OsClient != nil {
			client := &config.OsClient.HTTPClient
			client.Transport = told.Over(client.Transport)
		}
		return meta, problems
	}
	return provider
}

// rows reads a table of Terraform name, tab, Pulumi token.
func rows(table string) map[string]string {
	found := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
		if name, token, ok := strings.Cut(line, "\t"); ok {
			found[name] = token
		}
	}
	return found
}

// printInputs prints, as JSON by token, the Pulumi names of the arguments that may be set, so that a
// test can hold them against the classes of the Python package.
func printInputs(info tfbridge.ProviderInfo) error {
	inputs := map[string][]string{}
	info.P.ResourcesMap().Range(func(name string, resource shim.Resource) bool {
		served := info.Resources[name]
		if served == nil {
			return true
		}
		resource.Schema().Range(func(field string, schema shim.Schema) bool {
			if schema.Optional() || schema.Required() {
				argument := tfbridge.TerraformToPulumiNameV2(field, resource.Schema(), served.Fields)
				inputs[string(served.Tok)] = append(inputs[string(served.Tok)], argument)
			}
			return true
		})
		return true
	})
	return json.NewEncoder(os.Stdout).Encode(inputs)
}
