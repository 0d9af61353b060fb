using System.Collections.Frozen;
using Patron.Imports.Reading;

namespace Patron.Imports.Mapping;

/// <summary>
/// Reads the mapped columns of each row into typed values. Nothing throws for what stands in a file: a value that is not what its
/// field holds is left out, or rejects the row where the row is worth nothing without it, and says why.
/// </summary>
internal sealed class ValueReaders
{
    private static readonly DateOnly EarliestBirth = new(1890, 1, 1);
    private const int LongestShown = 200;

    /// <summary>What a spreadsheet writes where it could not reckon.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CellErrors =
        new[] { "#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA" }
            .ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly ImportFieldSet set;
    private readonly Column[] columns;
    private readonly TimeFrame frame;
    private readonly RowValues values;

    /// <summary>Nobody was born in a year to come: '58 is 1958.</summary>
    private readonly TimeFrame birthFrame;
    private readonly TextPool pool = new();

    /// <param name="formats">one for each column of the file, as of <see cref="ColumnFormats.Of"/></param>
    /// <param name="made">those of the mapping's columns that are made, in their order</param>
    public ValueReaders(ColumnMapping mapping, IReadOnlyList<ColumnFormats> formats, TimeFrame frame, IReadOnlyList<MadeColumn>? made = null)
    {
        set = mapping.Set;
        values = new(mapping.OfFile.Count(), made ?? []);
        this.frame = frame;
        birthFrame = frame with { YearsAhead = 0 };
        columns =
        [
            .. mapping.Columns.Where(c => c.Field is not null).Select(c => new Column(c.Column, c.Name, c.Field!, formats[c.Column])),
        ];
    }

    /// <summary>Fills the row from the reader's present one, which must be without a problem of its own.</summary>
    public void Read(RowReader reader, ImportRow into)
    {
        into.Begin(reader.Line);
        foreach (var column in columns)
        {
            var value = values.Of(reader, column.Index);
            if (!value.IsEmpty)
            {
                ReadValue(column, value, column.Index < values.Columns && HasTab(reader[column.Index], value), into);
            }
        }

        RequireFields(into);
    }

    private void ReadValue(Column column, ReadOnlySpan<char> value, bool tabbed, ImportRow into)
    {
        if (value.Contains('\uFFFD'))
        {
            Complain(column, value, "imports.problem.unreadable", into);
            return;
        }

        if (value[0] == '#' && CellErrors.Contains(value))
        {
            Complain(column, value, "imports.problem.cell_error", into);
            return;
        }

        switch (column.Field.Type)
        {
            case FieldType.Day:
                ReadDay(column, value, into);
                break;
            case FieldType.Timestamp:
                ReadInstant(column, value, into);
                break;
            case FieldType.Number or FieldType.Money or FieldType.Share:
                ReadNumber(column, value, into);
                break;
            case FieldType.YesNo:
                if (KnownWords.IsYes(value) is { } yes)
                {
                    into.Put(column.Field, yes ? 1 : 0);
                }
                else
                {
                    Complain(column, value, "imports.problem.not_yes_or_no", into);
                }

                break;
            default:
                ReadText(column, value, tabbed, into);
                break;
        }
    }

    /// <summary>A tab before a formula belongs to it, and what came is kept; any other blank before a value is a slip.</summary>
    private static bool HasTab(ReadOnlySpan<char> raw, ReadOnlySpan<char> value) =>
        value[0] is '=' or '+' or '-' or '@' && raw.Length - raw.TrimStart().Length is > 0 and var start && raw[start - 1] == '\t';

    private void ReadText(Column column, ReadOnlySpan<char> value, bool tabbed, ImportRow into)
    {
        var field = column.Field;
        var text = field.Type switch
        {
            FieldType.Country => KnownWords.Country(value),
            FieldType.Currency => NumberText.CurrencyOf(value),
            FieldType.Sex => KnownWords.Sex(value),
            FieldType.Language => KnownWords.Language(value),
            FieldType.CustomerKind => KnownWords.CustomerKind(value),
            FieldType.Direction => KnownWords.Direction(value),
            FieldType.TimeZone => ValueCleaning.TimeZone(value),
            FieldType.Email => ValueRecognition.IsEmail(value) ? pool.Get(value) : null,
            FieldType.Phone => ValueCleaning.HasPhoneDigits(value) ? pool.Get(value) : null,
            FieldType.Text when tabbed => ValueCleaning.Clean(value, pool) is { } formula ? "\t" + formula : null,
            _ => ValueCleaning.Clean(value, pool),
        };
        if (text is null)
        {
            // Text that held control characters alone is blank, which is no mistake.
            if (UnreadableKey(field.Type) is { } key)
            {
                Complain(column, value, key, into);
            }

            return;
        }

        if (text.Length > field.MaxLength)
        {
            Complain(column, value, Reason.Of("imports.problem.too_long", ("field", field.Key), ("length", text.Length), ("limit", field.MaxLength)), into);
            return;
        }

        into.Put(field, text);
    }

    private static string? UnreadableKey(FieldType type) => type switch
    {
        FieldType.Country => "imports.problem.country_unknown",
        FieldType.Currency => "imports.problem.currency_unknown",
        FieldType.Sex => "imports.problem.sex_unknown",
        FieldType.Language => "imports.problem.language_unknown",
        FieldType.CustomerKind => "imports.problem.customer_kind_unknown",
        FieldType.Direction => "imports.problem.direction_unknown",
        FieldType.TimeZone => "imports.problem.time_zone_unknown",
        FieldType.Email => "imports.problem.not_an_email",
        FieldType.Phone => "imports.problem.not_a_phone",
        _ => null,
    };

    private static void ReadNumber(Column column, ReadOnlySpan<char> value, ImportRow into)
    {
        var fault = column.Formats.Number.Parse(value, out var micros);
        if (fault == ValueFault.None)
        {
            into.Put(column.Field, micros);
        }
        else
        {
            Complain(column, value, fault == ValueFault.OutOfRange ? "imports.problem.number_too_large" : "imports.problem.not_a_number", into);
        }
    }

    private void ReadInstant(Column column, ReadOnlySpan<char> value, ImportRow into)
    {
        long micros = 0;
        var fault = column.Formats.Date?.ParseInstant(value, frame, out micros, out _) ?? ValueFault.NotOne;
        if (fault == ValueFault.None)
        {
            into.Put(column.Field, micros);
        }
        else
        {
            ComplainOfDate(column, value, fault, into);
        }
    }

    private void ReadDay(Column column, ReadOnlySpan<char> value, ImportRow into)
    {
        DateOnly day = default;
        var fault = column.Formats.Date?.ParseDay(value, column.Field.Key == "birth" ? birthFrame : frame, out day) ?? ValueFault.NotOne;
        if (fault != ValueFault.None)
        {
            ComplainOfDate(column, value, fault, into);
        }
        else if (column.Field.Key == "birth" && day > frame.Today)
        {
            Complain(column, value, "imports.problem.birth_in_future", into);
        }
        else if (column.Field.Key == "birth" && day < EarliestBirth)
        {
            Complain(column, value, Reason.Of("imports.problem.birth_too_early", ("field", column.Field.Key), ("year", EarliestBirth.Year)), into);
        }
        else
        {
            into.Put(column.Field, day.DayNumber);
        }
    }

    private static void ComplainOfDate(Column column, ReadOnlySpan<char> value, ValueFault fault, ImportRow into)
    {
        var pattern = column.Formats.Date?.Pattern;
        var reason = fault == ValueFault.DoesNotExist ? Reason.Of("imports.problem.date_does_not_exist", ("field", column.Field.Key))
            : pattern is null ? Reason.Of("imports.problem.not_a_date", ("field", column.Field.Key))
            : Reason.Of("imports.problem.not_a_date_as", ("field", column.Field.Key), ("format", pattern));
        Complain(column, value, reason, into);
    }

    private static void Complain(Column column, ReadOnlySpan<char> value, string key, ImportRow into) =>
        Complain(column, value, Reason.Of(key, ("field", column.Field.Key)), into);

    private static void Complain(Column column, ReadOnlySpan<char> value, Reason reason, ImportRow into)
    {
        var needed = column.Field is { Required: true, OneOf.Count: 0 };
        into.Complain(column.Name, Shown(value), reason, needed ? ProblemEffect.RowRejected : ProblemEffect.ValueLeftOut);
    }

    private static ReadOnlySpan<char> Shown(ReadOnlySpan<char> value) => value.Length <= LongestShown ? value : value[..LongestShown];

    private void RequireFields(ImportRow row)
    {
        if (row.Rejected)
        {
            return;
        }

        IReadOnlyList<string>? checkedSet = null;
        foreach (var field in set.Fields)
        {
            if (!field.Required || row.Has(field))
            {
                continue;
            }

            if (field.OneOf.Count == 0)
            {
                row.Complain(ColumnOf(field), "", Reason.Of("imports.problem.value_missing", ("field", field.Key)), ProblemEffect.RowRejected);
            }
            else if (!ReferenceEquals(checkedSet, field.OneOf) && !field.OneOf.Any(key => row.Has(set[key])))
            {
                checkedSet = field.OneOf;
                var keys = string.Join(", ", field.OneOf);
                row.Complain(null, "", Reason.Of("imports.problem.one_of_values_missing", ("fields", keys)), ProblemEffect.RowRejected);
            }
        }
    }

    private string? ColumnOf(ImportField field) => columns.FirstOrDefault(c => c.Field == field)?.Name;

    private sealed record Column(int Index, string Name, ImportField Field, ColumnFormats Formats);
}
