using System.Globalization;
using System.Text.Json;
using Patron.Kernel.Texts;

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
        "anonymous", "agent", "change_set_id", "mail_tries", "mail_why",
    ];

    /// <summary>Kept in millionths.</summary>
    private static readonly HashSet<string> Micros = ["stated_total", "price", "discount", "amount", "balance", "fees", "worth", "stake", "goodwill", "quantity", "interest_rate"];

    /// <summary>Null: not shown in words; what it says stands elsewhere, or it is a queue.</summary>
    public static string? GroupOf(string table) => Kinds.GetValueOrDefault(table);

    public static bool IsHidden(string column) => Hidden.Contains(column);

    /// <summary>Hold a word of a short list that the program has, whatever its table.</summary>
    private static readonly HashSet<string> Coded =
    [
        "kind", "state", "mail", "channel", "purpose", "direction", "severity", "priority", "reason", "verdict", "buying", "outcome", "budget", "need", "decider", "soon", "sex", "field", "origin", "why_ended", "given", "is_return",
    ];

    public static bool IsCoded(string column) => Coded.Contains(column);

    /// <summary>As a person reads it: amounts in units, words of the program, countries and languages by their names in the reader's language, a record as "name: value; name: value".</summary>
    public static string Shown(string field, string value, Sentences text)
    {
        if (Micros.Contains(field) && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var micros)) return Kernel.Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture);
        if (value.StartsWith('{') || value.StartsWith('[')) return Flat(value, text);
        return field switch { "country" => Names.Country(value, text.Language), "language" => Names.Language(value, text.Language), _ when IsCoded(field) || value is "yes" or "no" => Word(value, text), _ => value };
    }

    /// <summary>What a word of the program is called; one that is none stays as it is.</summary>
    private static string Word(string word, Sentences text) => Word(word, word, text);

    /// <param name="unnamed">What is said of one that has no name. In a pattern "other" means all the rest, so that the word itself needs another.</param>
    public static string Word(string word, string unnamed, Sentences text) => text.Get("portal.held.word", new { word = word.ToLowerInvariant() is "other" ? "another" : word.ToLowerInvariant(), name = unnamed });

    /// <summary>A JSON object as "name: value", one after the other; what is none stays as it is.</summary>
    private static string Flat(string json, Sentences text)
    {
        try
        {
            using var read = JsonDocument.Parse(json);
            return Flat("", read.RootElement, text);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static string Flat(string field, JsonElement value, Sentences text) => value.ValueKind switch
    {
        JsonValueKind.Object => string.Join("; ", value.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).Select(p => $"{Field(p.Name, text)}: {Flat(p.Name.ToLowerInvariant(), p.Value, text)}")),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(one => Flat(field, one, text))),
        JsonValueKind.String => Shown(field, value.GetString()!, text),
        JsonValueKind.True or JsonValueKind.False => Word(value.GetBoolean() ? "yes" : "no", text),
        _ => value.GetRawText(),
    };

    /// <summary>What a field is called; one that nobody has named, such as an own field of the organisation, goes by its own name.</summary>
    public static string Field(string column, Sentences text) => text.Get("portal.held.field", new { field = column.ToLowerInvariant(), name = column.Replace('_', ' ') });
}
