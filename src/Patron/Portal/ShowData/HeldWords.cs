using System.Globalization;
using System.Text.Json;

namespace Patron.Portal.ShowData;

/// <summary>How what is held is shown to whoever it is about: in groups, with names instead of numbers of ours.</summary>
internal static class HeldWords
{
    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["you", "wishes", "bought", "talks", "messages", "plans", "sets"];

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["customers"] = "you", ["identity_source_records"] = "you", ["identity_identifiers"] = "you", ["identity_hand_values"] = "you", ["customers_relations"] = "you", ["customers_hand_relations"] = "you",
        ["customers_forms"] = "you", ["customers_agreements"] = "you", ["households_decided"] = "you",
        ["consents_ledger"] = "wishes", ["consents_suppressions"] = "wishes", ["consents_preferences"] = "wishes", ["portal_requests"] = "wishes",
        ["purchases_orders"] = "bought", ["purchases_order_lines"] = "bought", ["purchases_holdings"] = "bought", ["codes_codes"] = "bought",
        ["interactions"] = "talks", ["interactions_files"] = "talks", ["service_tickets"] = "talks", ["service_events"] = "talks", ["reasons_given"] = "talks",
        ["messaging_messages"] = "messages", ["consents_contacts"] = "messages", ["events_log"] = "messages",
        ["sales_leads"] = "plans", ["sales_opportunities"] = "plans", ["sales_steps"] = "plans", ["sales_objections"] = "plans", ["tasks_tasks"] = "plans",
        ["segments_moves"] = "sets", ["segments_listed"] = "sets", ["experiments_assignments"] = "sets",
    };

    /// <summary>Numbers of ours that have a name, and what it is called.</summary>
    public static IReadOnlyDictionary<string, (string Field, string Sql)> Named { get; } = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["product_id"] = ("product", "(select p.name from catalog_products p where p.id = t.product_id)"),
        ["source_record_id"] = ("from", "(select s.name from identity_source_records f join identity_sources s on s.id = f.source_id where f.id = t.source_record_id)"),
        ["test_id"] = ("test", "(select x.name from experiments_tests x where x.id = t.test_id)"),
    };

    /// <summary>By which a program finds its place; it says nothing of anybody.</summary>
    private static readonly HashSet<string> Hidden =
    [
        "claim", "leased_until", "handed_off", "counted", "attempts", "template_version", "occurrence", "sending_id", "run_id", "step", "text_id", "about", "about_id", "reference_kind", "reference_id", "proof_kind", "proof_id", "said_key",
        "stub", "cools_at", "scored_at", "links_from", "arm", "key", "machine", "source_kind", "source_id", "is_open", "escalate_at", "escalated_at", "remind_at", "reminded_at", "first_due", "stage_until", "severity_set", "reopened",
        "anonymous", "agent", "change_set_id",
    ];

    /// <summary>Kept in millionths.</summary>
    private static readonly HashSet<string> Micros = ["stated_total", "price", "discount", "amount", "balance", "fees", "worth", "stake", "goodwill", "quantity", "interest_rate"];

    /// <summary>Null: not shown in words; what it says stands elsewhere, or it is a queue.</summary>
    public static string? GroupOf(string table) => Kinds.GetValueOrDefault(table);

    public static bool IsHidden(string column) => Hidden.Contains(column);

    /// <summary>As a person reads it.</summary>
    public static string Value(string field, string value)
    {
        if (Micros.Contains(field) && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var micros)) return Kernel.Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture);
        return value.StartsWith('{') || value.StartsWith('[') ? Flat(value) : value;
    }

    /// <summary>A JSON object as "name: value", one after the other; what is none stays as it is.</summary>
    private static string Flat(string json)
    {
        try
        {
            using var read = JsonDocument.Parse(json);
            return Flat(read.RootElement);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static string Flat(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => string.Join("; ", value.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).Select(p => $"{p.Name}: {Flat(p.Value)}")),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Flat)),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
