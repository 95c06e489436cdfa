//! What the read models show of timetables: whose lessons, who teaches them, what was changed and why.

use chrono::NaiveDate;
use dayek_domain::expected::Expected;
use dayek_domain::id::LessonId;
use dayek_domain::lesson::{LessonCommand, Slot, Staffing};
use dayek_domain::timetable::TimetableCommand;
use dayek_projections::delivery::{Active, ensure_active};
use dayek_projections::timetable::{self, LessonRow, Of, Timetable};
use dayek_projections::{directory, journal as journals};
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{OTHER_SCHOOL, QUARTERS, SCHOOL, day};
use dayek_tests::staff::Who;
use dayek_tests::timetable::{
    AUTUMN, BELLS, GROUP, MONDAY, MONDAYS, QUARTER_SET, ROOM_12, ROOM_13, SHORT_BELLS, Said, TIMETABLE,
    TUESDAYS, Told, a_week_is_planned, lesson, lessons_change, scheduled, staffing, substituted,
    the_frame_is_set_up, times,
};
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

const SUNDAY: NaiveDate = day(2026, 9, 13);

async fn week(journal: &Journal, of: Of) -> Vec<LessonRow> {
    let institution = SCHOOL.institution().0;
    timetable::lessons(journal.pool(), institution, &of, MONDAY, SUNDAY).await.unwrap()
}

fn of_7a() -> Of {
    Of::Classes(vec![SCHOOL.class_7a().0])
}

fn ids(rows: &[LessonRow]) -> Vec<Uuid> {
    rows.iter().map(|row| row.lesson_id).collect()
}

async fn tell(journal: &Journal, lesson_id: LessonId, command: LessonCommand) {
    journal.run(Told(vec![Said::Lesson(lesson_id, command)])).await;
    journal.caught_up().await;
}

/// The week of 7А with one lesson in it.
async fn one_lesson() -> Journal {
    let journal = school().open().await;
    journal.run(Told(vec![scheduled(lesson(1), MONDAY)])).await;
    journal.caught_up().await;
    journal
}

async fn the_lesson(journal: &Journal) -> LessonRow {
    let [row] = week(journal, of_7a()).await.try_into().unwrap();
    row
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_stands_in_the_week_of_its_class_its_teacher_and_its_room_and_in_no_other() {
    let journal = one_lesson().await;
    let teacher = SCHOOL.algebra_teacher().0;
    for of in [Of::All, of_7a(), Of::Teacher(teacher), Of::Room(ROOM_12.0), Of::Lessons(vec![lesson(1).0])] {
        assert_eq!(ids(&week(&journal, of.clone()).await), [lesson(1).0], "{of:?}");
    }
    for of in [
        Of::Classes(vec![SCHOOL.class_7b().0]),
        Of::Teacher(SCHOOL.history_teacher().0),
        Of::Room(ROOM_13.0),
        Of::Lessons(vec![]),
    ] {
        assert_eq!(week(&journal, of.clone()).await, [], "{of:?}");
    }
    let row = the_lesson(&journal).await;
    assert_eq!((row.begins, row.ends), (Some(times(9).begins), Some(times(9).ends)));
    assert_eq!((row.teachers, row.replaced), (vec![teacher], vec![]));
    assert_eq!((row.slot_id, row.moved_from, row.changed_at), (Some(MONDAYS.0), None, None));

    let elsewhere = OTHER_SCHOOL.institution().0;
    let theirs = timetable::lessons(journal.pool(), elsewhere, &Of::All, MONDAY, SUNDAY).await.unwrap();
    assert_eq!(theirs, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_lesson_stands_where_it_takes_place_and_tells_where_it_was() {
    let journal = one_lesson().await;
    let to = Slot { date: day(2026, 9, 9), number: 4 };
    let moved = LessonCommand::Move {
        to,
        times: Some(times(11)),
        reason: Some("a concert".to_owned()),
        expected: Expected::Anything,
    };
    let by = SCHOOL.history_teacher();
    let told = Told(vec![Said::Lesson(lesson(1), moved)]);
    journal.log().execute(journal.request_of(by), told).await.unwrap();
    journal.caught_up().await;
    let row = the_lesson(&journal).await;
    assert_eq!((row.date, row.number, row.begins), (to.date, 4, Some(times(11).begins)));
    assert_eq!((row.moved_from, row.reason.as_deref()), (Some(MONDAY), Some("a concert")));
    assert_eq!(row.changed_by, Some(by.0));
    let of_teacher = Of::Teacher(SCHOOL.algebra_teacher().0);
    let institution = SCHOOL.institution().0;
    for (date, found) in [(MONDAY, vec![]), (to.date, vec![lesson(1).0])] {
        let rows = timetable::lessons(journal.pool(), institution, &of_teacher, date, date).await.unwrap();
        assert_eq!(ids(&rows), found, "{date}");
    }
}

async fn changed(journal: &Journal) -> Vec<Uuid> {
    ids(&timetable::changes(journal.pool(), SCHOOL.institution().0, MONDAY, SUNDAY).await.unwrap())
}

async fn substitutes_in(journal: &Journal, date: NaiveDate) -> Vec<Uuid> {
    let (institution, person) = (SCHOOL.institution().0, SCHOOL.history_teacher().0);
    timetable::substituted_on(journal.pool(), institution, person, date).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_substituted_lesson_is_reported_with_its_reason_until_the_regular_teacher_is_back() {
    let journal = one_lesson().await;
    let (regular, other) = (SCHOOL.algebra_teacher().0, SCHOOL.history_teacher().0);
    journal.run(Told(vec![substituted(lesson(1))])).await;
    journal.caught_up().await;
    // Another room is no reason of the substitution.
    let elsewhere =
        LessonCommand::ChangeRoom { room_id: Some(ROOM_13), reason: Some("a broken window".to_owned()) };
    tell(&journal, lesson(1), elsewhere).await;
    let row = the_lesson(&journal).await;
    assert_eq!((row.teachers, row.replaced), (vec![other], vec![regular]));
    assert_eq!((row.room_id, row.reason.as_deref()), (Some(ROOM_13.0), Some("a course")));
    for teacher in [regular, other] {
        assert_eq!(ids(&week(&journal, Of::Teacher(teacher)).await), [lesson(1).0]);
    }
    assert_eq!(changed(&journal).await, [lesson(1).0]);
    assert_eq!(substitutes_in(&journal, MONDAY).await, [lesson(1).0]);
    assert_eq!(substitutes_in(&journal, SUNDAY).await, Vec::<Uuid>::new());

    tell(&journal, lesson(1), LessonCommand::EndSubstitution).await;
    let row = the_lesson(&journal).await;
    assert_eq!((row.teachers, row.replaced), (vec![regular], vec![]));
    assert_eq!(changed(&journal).await, Vec::<Uuid>::new());
    assert_eq!(substitutes_in(&journal, MONDAY).await, Vec::<Uuid>::new());
    assert_eq!(week(&journal, Of::Teacher(other)).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_substituted_keeps_a_lesson_whatever_the_plan_makes_of_its_regular_teachers() {
    let journal = one_lesson().await;
    let (regular, other) = (SCHOOL.algebra_teacher(), SCHOOL.history_teacher());
    journal.run(Told(vec![substituted(lesson(1))])).await;
    let slot = Slot { date: MONDAY, number: 2 };
    let planned =
        |teacher_ids| LessonCommand::Replan { slot, staffing: Staffing { teacher_ids, ..staffing() } };
    tell(&journal, lesson(1), planned(vec![other])).await;
    assert_eq!(changed(&journal).await, Vec::<Uuid>::new(), "nobody is replaced by themselves");
    tell(&journal, lesson(1), planned(vec![regular])).await;
    let row = the_lesson(&journal).await;
    assert_eq!((row.teachers, row.replaced), (vec![other.0], vec![regular.0]));
}

async fn in_the_journal(journal: &Journal) -> Vec<(Uuid, bool)> {
    let (class, subject) = (SCHOOL.class_7a().0, SCHOOL.algebra().0);
    let page =
        journals::page(journal.pool(), SCHOOL.institution().0, class, subject, SCHOOL.quarter(1).0).await;
    let lessons = page.unwrap().lessons;
    let planned = lessons.into_iter().filter(|row| row.lesson_id == lesson(1).0);
    planned.map(|row| (row.lesson_id, row.cancelled)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_lesson_stays_in_sight_and_a_restored_one_takes_place() {
    let journal = one_lesson().await;
    let frost = || Some("frost".to_owned());
    let counted = || timetable::lesson_counts(journal.pool(), SCHOOL.institution().0, SCHOOL.quarter(1).0);
    let before = counted().await.unwrap()[&SCHOOL.class_7a().0];
    tell(&journal, lesson(1), LessonCommand::Cancel { reason: frost() }).await;
    let row = the_lesson(&journal).await;
    assert_eq!((row.cancelled, row.reason), (true, frost()));
    assert_eq!(changed(&journal).await, [lesson(1).0]);
    assert_eq!(in_the_journal(&journal).await, [(lesson(1).0, true)]);
    assert_eq!(counted().await.unwrap()[&SCHOOL.class_7a().0], before - 1);

    tell(&journal, lesson(1), LessonCommand::Restore { reason: None }).await;
    assert!(!the_lesson(&journal).await.cancelled);
    assert_eq!(changed(&journal).await, Vec::<Uuid>::new());
    assert_eq!(in_the_journal(&journal).await, [(lesson(1).0, false)]);
    assert_eq!(counted().await.unwrap()[&SCHOOL.class_7a().0], before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_lesson_leaves_the_timetable_and_the_journal_and_may_come_back() {
    let journal = one_lesson().await;
    tell(&journal, lesson(1), LessonCommand::Cancel { reason: None }).await;
    tell(&journal, lesson(1), LessonCommand::Withdraw { reason: None }).await;
    assert_eq!(week(&journal, Of::All).await, []);
    assert_eq!(week(&journal, Of::Teacher(SCHOOL.algebra_teacher().0)).await, []);
    assert_eq!(in_the_journal(&journal).await, []);

    let slot = Slot { date: day(2026, 9, 8), number: 3 };
    tell(&journal, lesson(1), LessonCommand::Replan { slot, staffing: staffing() }).await;
    let row = the_lesson(&journal).await;
    assert_eq!((row.date, row.number, row.cancelled), (slot.date, 3, false));
    assert_eq!(in_the_journal(&journal).await, [(lesson(1).0, false)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_tells_for_which_days_it_was_published_and_whether_it_has_changed_since() {
    let journal = school().open().await;
    the_frame_is_set_up(&journal).await;
    a_week_is_planned(&journal).await;
    journal.caught_up().await;
    let institution = SCHOOL.institution().0;
    let plan = timetable::plan(journal.pool(), institution, TIMETABLE.0).await.unwrap().unwrap();
    assert_eq!((plan.name.as_str(), plan.bell_schedule_id), ("7А, бірінші тоқсан", BELLS.0));
    assert_eq!((plan.from_day, plan.to_day), (Some(QUARTERS[0].first), Some(QUARTERS[0].last)));
    assert_eq!((plan.slots, plan.changed_since), (2, false));
    let slots = timetable::slots(journal.pool(), institution, &[TIMETABLE.0]).await.unwrap();
    let told: Vec<_> = slots.iter().map(|slot| (slot.slot_id, slot.weekday, slot.week.as_str())).collect();
    assert_eq!(told, [(MONDAYS.0, 1, "every"), (TUESDAYS.0, 2, "odd")]);
    assert_eq!(slots[0].teacher_ids, [SCHOOL.algebra_teacher().0]);
    assert_eq!(slots[0].room_id, Some(ROOM_12.0));

    let removed = TimetableCommand::RemoveSlot { slot_id: TUESDAYS };
    journal.run(Told(vec![Said::Timetable(TIMETABLE, removed)])).await;
    journal.caught_up().await;
    let of_period = |period| timetable::plans(journal.pool(), institution, Some(period));
    let [plan] = of_period(SCHOOL.quarter(1).0).await.unwrap().try_into().unwrap();
    assert_eq!((plan.slots, plan.changed_since), (1, true));
    assert_eq!(of_period(SCHOOL.quarter(2).0).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_shows_bells_holidays_rooms_and_what_a_group_consists_of() {
    let journal = school().open().await;
    the_frame_is_set_up(&journal).await;
    journal.caught_up().await;
    let (pool, institution, year) = (journal.pool(), SCHOOL.institution().0, SCHOOL.study_year().0);

    let sets = directory::period_sets(pool, institution, year).await.unwrap();
    assert_eq!(
        sets.iter().map(|set| (set.set_id, set.name.as_str())).collect::<Vec<_>>(),
        [(QUARTER_SET.0, "Тоқсандар")]
    );
    let periods = directory::periods(pool, institution).await.unwrap();
    let of_set = |set| periods.iter().filter(|period| period.set_id == set).count();
    assert_eq!((of_set(Some(QUARTER_SET.0)), of_set(None)), (1, 4));
    let [holiday] = directory::holidays(pool, institution, year).await.unwrap().try_into().unwrap();
    assert_eq!((holiday.holiday_id, holiday.name.as_str()), (AUTUMN.0, "Күзгі каникул"));
    assert_eq!((holiday.last_day, holiday.set_id), (day(2026, 11, 1), Some(QUARTER_SET.0)));
    let schedules = directory::bell_schedules(pool, institution, year).await.unwrap();
    assert_eq!(schedules.len(), 2);
    let usual = schedules.iter().find(|schedule| schedule.bell_schedule_id == BELLS.0).unwrap();
    assert_eq!(usual.name, "Негізгі");
    assert_eq!(usual.bells.iter().map(|bell| bell.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(usual.bells[1].ends, times(9).ends);
    let [day_bells] = directory::day_bells(pool, institution, year).await.unwrap().try_into().unwrap();
    assert_eq!((day_bells.date, day_bells.rings_like_id), (MONDAY, SHORT_BELLS.0));

    let rooms = directory::rooms(pool, institution).await.unwrap();
    let told: Vec<_> = rooms.iter().map(|room| (room.name.as_str(), room.seats, room.retired_on)).collect();
    let expected = [("1", None, Some(day(2026, 9, 1))), ("12", Some(30), None), ("13", Some(16), None)];
    assert_eq!(told, expected);
    let [building] = directory::buildings(pool, institution).await.unwrap().try_into().unwrap();
    assert_eq!(building.address.as_deref(), Some("Абай көшесі, 1"));

    let parts = directory::parts(pool, institution).await.unwrap();
    let told: Vec<_> = parts[&GROUP.0].iter().map(|part| (part.class_id, part.part.as_deref())).collect();
    assert_eq!(told, [(SCHOOL.class_7a().0, Some("1")), (SCHOOL.class_7b().0, None)]);
    assert_eq!(directory::groups_of(pool, institution, SCHOOL.class_7b().0).await.unwrap(), [GROUP.0]);
    let class = directory::class(pool, institution, SCHOOL.class_7a().0).await.unwrap().unwrap();
    assert_eq!((class.period_set_id, class.bell_schedule_id), (Some(QUARTER_SET.0), Some(BELLS.0)));
    assert_eq!(class.journal_kind.as_deref(), Some("points"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_a_timetable_is_told_in_words_and_names() {
    let journal = school().with_staff().open().await;
    the_frame_is_set_up(&journal).await;
    a_week_is_planned(&journal).await;
    lessons_change(&journal).await;
    journal.caught_up().await;
    let mut visitor = journal.signed_in(Who::Administrator).await.speaking("en");
    for (kind, words) in [
        ("timetable", vec!["Monday, lesson 2, Алгебра, ", "odd week", "2 lessons a week", "Негізгі"]),
        ("substitution", vec!["Болат", "Гүлнар", "a course"]),
        ("schedule", vec!["08.09.2026, lesson 3, 10:00–10:45", "cancelled", "7А 07.09.2026", "13"]),
        ("room", vec!["12, 30 seats, Негізгі ғимарат"]),
        ("building", vec!["Негізгі ғимарат, Абай көшесі, 1"]),
        ("bells", vec!["Негізгі, lesson 1, 08:00–08:45", "as “Қысқа күн”"]),
        ("holiday", vec!["Күзгі каникул, 26.10.2026 – 01.11.2026", "Қате"]),
        ("period_set", vec!["Кварталдар", "Тоқсандар"]),
        ("class_settings", vec!["journal with points", "7А, ағылшын тілі 1; 7Б"]),
    ] {
        let page = visitor.get(&format!("/history?kind={kind}")).await.is(200).text();
        for word in words {
            assert!(page.contains(word), "{kind}: {word} is missing");
        }
        assert!(!page.contains('⟦'), "{kind}: a word is missing");
        assert!(!page.contains(&ROOM_12.to_string()), "{kind}: an id is shown");
    }
}

/// How often tables of lessons were read from end to end by this connection.
async fn read_through(connection: &mut PgConnection) -> i64 {
    sqlx::query_scalar(
        "SELECT coalesce(sum(seq_scan), 0)::bigint FROM pg_stat_xact_all_tables
         WHERE relname IN ('timetable_lesson', 'timetable_lesson_teacher')",
    )
    .fetch_one(connection)
    .await
    .unwrap()
}

/// A hundred thousand lessons of others, past the program.
async fn many_lessons(journal: &Journal) {
    let Active { schema, .. } = ensure_active(journal.runner_pool(), &Timetable).await.unwrap();
    let lessons = format!(
        "INSERT INTO {schema}.timetable_lesson (institution_id, lesson_id, class_id, subject_id, period_id, date,
           number, room_id, cancelled, substituted)
         SELECT $1, md5('lesson' || n)::uuid, md5('class' || n % 500)::uuid, $2, $3, $4::date + n % 200,
                (n % 8)::smallint, md5('room' || n % 300)::uuid, false, false
         FROM generate_series(1, 100000) n"
    );
    sqlx::query(&lessons)
        .bind(SCHOOL.institution().0)
        .bind(SCHOOL.algebra().0)
        .bind(SCHOOL.quarter(1).0)
        .bind(day(2026, 9, 1))
        .execute(journal.runner_pool())
        .await
        .unwrap();
    sqlx::raw_sql(&format!(
        "INSERT INTO {schema}.timetable_lesson_teacher (institution_id, lesson_id, teacher_id, date, duty)
         SELECT institution_id, lesson_id, md5('teacher' || class_id)::uuid, date, 'regular'
         FROM {schema}.timetable_lesson WHERE slot_id IS NULL;
         ANALYZE {schema}.timetable_lesson; ANALYZE {schema}.timetable_lesson_teacher"
    ))
    .execute(journal.runner_pool())
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_among_a_hundred_thousand_lessons_is_found_without_reading_them_all() {
    let journal = one_lesson().await;
    many_lessons(&journal).await;
    let institution = SCHOOL.institution().0;
    let mut connection = journal.pool().acquire().await.unwrap();
    let mut reading = connection.begin().await.unwrap();
    let before = read_through(&mut reading).await;
    for of in [
        of_7a(),
        Of::Teacher(SCHOOL.algebra_teacher().0),
        Of::Room(ROOM_12.0),
        Of::Lessons(vec![lesson(1).0]),
    ] {
        let found = timetable::lessons(&mut *reading, institution, &of, MONDAY, SUNDAY).await.unwrap();
        assert_eq!(ids(&found), [lesson(1).0], "{of:?}");
        assert_eq!(read_through(&mut reading).await, before, "{of:?}");
    }
    let teacher = SCHOOL.history_teacher().0;
    timetable::substituted_on(&mut *reading, institution, teacher, MONDAY).await.unwrap();
    assert_eq!(read_through(&mut reading).await, before);
    // The control: what no index serves is seen to be read through.
    sqlx::query("SELECT count(*) FROM read.timetable_lesson WHERE reason = 'none'")
        .execute(&mut *reading)
        .await
        .unwrap();
    assert!(read_through(&mut reading).await > before, "the control must read the table");
}
