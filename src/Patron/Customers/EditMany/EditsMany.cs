using System.Text.Json;
using Patron.Customers.Contracts;
using Patron.Customers.EditValues;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.EditMany;

/// <summary>One field of many customers.</summary>
/// <param name="Field">As <see cref="EditableField.Name"/> says it.</param>
/// <param name="Value">Empty: known to be none; null: what was set by hand is taken away, and the sources' value shows again.</param>
internal sealed record EditArguments(string Field, string? Value)
{
    public bool Custom => Field.StartsWith(EditableFields.CustomPrefix, StringComparison.Ordinal);
    public string Key => Custom ? Field[EditableFields.CustomPrefix.Length..] : Field;

    public static EditArguments Read(string arguments) => JsonSerializer.Deserialize<EditArguments>(arguments)!;

    public override string ToString() => JsonSerializer.Serialize(this);
}

/// <summary>A field of many customers is set, cleared or given back to the sources.</summary>
internal sealed class EditsMany(IHandValues hands, ICustomFields customFields, EditableFields fields) : IManyDeed
{
    public string Kind => "customers.edit";

    public async Task<int> Do(BulkSession session, ChangeRecorder changes, string arguments, IReadOnlyList<CustomerId> customers, UserId? by, CancellationToken ct)
    {
        var edit = EditArguments.Read(arguments);
        if (edit.Custom && !string.IsNullOrEmpty(edit.Value)) await customFields.Open(session, [edit.Key], planOnly: false, ct);
        return await hands.Set(session, changes, [.. customers.Select(c => new HandValue(c, edit.Key, edit.Custom, edit.Value))], by, ct);
    }

    public async Task<string> Title(string arguments, Sentences sentences, CancellationToken ct)
    {
        var edit = EditArguments.Read(arguments);
        // A field may be gone by the time its change is looked at.
        var field = await fields.Find(edit.Field, sentences, ct);
        var label = field?.Label ?? edit.Key;
        return edit.Value switch
        {
            null => sentences.Get("customers.many.title.release", new { field = label }),
            "" => sentences.Get("customers.many.title.clear", new { field = label }),
            var value => sentences.Get("customers.many.title.set", new { field = label, value = field?.Show(value) ?? value }),
        };
    }

    public string Done(string arguments, long changed, Sentences sentences) => sentences.Get("customers.many.edited", new { n = changed });
}
