import athletes.models.care.message_templates
import athletes.secret_text
import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import programs.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(error_messages={'unique': 'This address is already in use.'}, max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(max_length=120, validators=[django.core.validators.RegexValidator('[\\x00-\\x1f\\x7f]', inverse_match=True, message='Names have no line breaks or control characters.')], verbose_name='name')),
                ('role', models.CharField(choices=[('athlete', 'Athlete'), ('therapist', 'Therapist'), ('clinic_admin', 'Clinic admin')], default='athlete', max_length=12, verbose_name='role')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='joined')),
                ('wants_digest', models.BooleanField(default=True, help_text='For therapists: one mail each weekday, and only when someone on the caseload needs attention.', verbose_name='daily digest')),
                ('language', models.CharField(blank=True, max_length=12, validators=[django.core.validators.RegexValidator('[\\x00-\\x1f\\x7f]', inverse_match=True, message='Names have no line breaks or control characters.')], verbose_name='language')),
                ('bad_address_since', models.DateTimeField(blank=True, editable=False, help_text='The mail server rejected this address for good. With another address, mail goes out again.', null=True, verbose_name='mail not arriving since')),
                ('bad_address_said', models.CharField(blank=True, editable=False, max_length=240, verbose_name='what was said of the address')),
                ('soft_bounces', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='bounces that may pass, in a row')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'ordering': ['name'],
                'constraints': [programs.models.fields.FieldCheck(condition=models.Q(('role__in', ['athlete', 'therapist', 'clinic_admin'])), name='user_role_known', violation_error_message='Choose one of the answers.'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_ignores_case', violation_error_message='This address is already in use.')],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('athlete_key', models.PositiveBigIntegerField(unique=True, verbose_name='number of the record')),
                ('reason', models.CharField(choices=[('asked', 'The athlete asked for it'), ('kept', 'It was kept as long as it has to be'), ('mistake', 'It was made by mistake')], max_length=10, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='erased')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'erased record',
                'verbose_name_plural': 'erased records',
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['asked', 'kept', 'mistake'])), name='erasure_reason', violation_error_message='Say why the record was erased.')],
            },
        ),
        migrations.CreateModel(
            name='LoopBeat',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='last tick')),
                ('digests_on', models.DateField(blank=True, null=True, verbose_name='digests planned up to')),
                ('resting_until', models.DateTimeField(blank=True, null=True, verbose_name='e-mail rests until')),
                ('trouble', models.CharField(blank=True, max_length=40, verbose_name='why e-mail rests')),
                ('trouble_said', models.CharField(blank=True, max_length=240, verbose_name='what the relay said')),
                ('trouble_since', models.DateTimeField(blank=True, null=True, verbose_name='no e-mail accepted since')),
                ('held_since', models.DateTimeField(blank=True, null=True, verbose_name='nothing is sent since a backup was restored')),
                ('sent', models.PositiveBigIntegerField(default=0, verbose_name='sent, all time')),
                ('expired', models.PositiveBigIntegerField(default=0, verbose_name='expired, all time')),
                ('failed', models.PositiveBigIntegerField(default=0, verbose_name='failed, all time')),
                ('held', models.PositiveBigIntegerField(default=0, verbose_name='not known, all time')),
            ],
            options={
                'verbose_name': 'mail loop',
                'verbose_name_plural': 'mail loop',
                'constraints': [programs.models.fields.FieldCheck(condition=models.Q(('digests_on__isnull', True), ('digests_on__gte', datetime.date(2000, 1, 1)), _connector='OR'), name='loop_beat_digests_on_after_2000', violation_error_message='Give a day from 2000 on.'), models.CheckConstraint(condition=models.Q(('id', 1)), name='loop_beat_is_one', violation_error_message='There is one mail loop.')],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(blank=True, help_text='Only for someone without an account who asked for a call.', max_length=254, verbose_name='address')),
                ('kind', models.CharField(choices=[('weekly_reminder', 'Weekly reminder'), ('nudge', 'Nudge'), ('morning', 'Morning question'), ('digest', "Therapist's digest"), ('urgent', 'Urgent flag'), ('invite', 'Invitation'), ('staff_invite', 'Invitation of staff'), ('next_weeks', 'Next weeks'), ('handed_over', 'Athletes handed over'), ('call', 'Discovery call'), ('message', 'Message'), ('strength_day', 'Strength day'), ('passkey', 'New passkey'), ('address_changed', 'Changed address'), ('mail_trouble', 'Trouble with mail'), ('test', 'Test mail')], max_length=15, verbose_name='kind')),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('push', 'Phone')], default='email', editable=False, max_length=8, verbose_name='channel')),
                ('occasion', models.CharField(help_text='What it is about: an ISO week, a date, a session or an enrollment.', max_length=40, verbose_name='occasion')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('sending', 'Sending'), ('sent', 'Sent'), ('skipped', 'Skipped'), ('failed', 'Failed'), ('unknown', 'Not known')], default='planned', max_length=8, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=40, verbose_name='reason')),
                ('send_after', models.DateTimeField(verbose_name='not before')),
                ('expires_at', models.DateTimeField(verbose_name='not after')),
                ('leased_until', models.DateTimeField(blank=True, null=True, verbose_name='lease')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('planned_at', models.DateTimeField(verbose_name='planned at')),
                ('said', models.CharField(blank=True, max_length=240, verbose_name='what the relay said last')),
                ('queue_id', models.CharField(blank=True, help_text='The name of the mail in the relay’s own log.', max_length=100, verbose_name='queue ID')),
                ('delivery', models.CharField(blank=True, choices=[('delivered', 'Delivered'), ('deferred', 'Delayed'), ('bounced', 'Bounced'), ('complained', 'Reported as spam')], max_length=10, verbose_name='heard later')),
                ('delivery_at', models.DateTimeField(blank=True, null=True, verbose_name='heard at')),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to=settings.AUTH_USER_MODEL, verbose_name='to')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'ordering': ['-planned_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['planned', 'sending'])), fields=['send_after', 'id'], name='mail_open_in_order'), models.Index(fields=['-planned_at', '-id'], name='mail_as_listed'), models.Index(fields=['recipient', '-planned_at', '-id'], include=('state', 'kind', 'delivery'), name='mail_of_person_as_listed'), models.Index(fields=['state', '-planned_at', '-id'], name='mail_of_state_as_listed'), models.Index(fields=['kind', '-planned_at', '-id'], name='mail_of_kind_as_listed'), models.Index(condition=models.Q(('delivery', ''), _negated=True), fields=['delivery', '-planned_at', '-id'], name='mail_heard_as_listed'), models.Index(condition=models.Q(('recipient__isnull', True)), fields=['id'], name='mail_without_account')],
                'constraints': [programs.models.fields.FieldCheck(condition=models.Q(('kind__in', ['weekly_reminder', 'nudge', 'morning', 'digest', 'urgent', 'invite', 'staff_invite', 'next_weeks', 'handed_over', 'call', 'message', 'strength_day', 'passkey', 'address_changed', 'mail_trouble', 'test'])), name='mail_kind_known', violation_error_message='Choose one of the answers.'), programs.models.fields.FieldCheck(condition=models.Q(('channel__in', ['email', 'push'])), name='mail_channel_known', violation_error_message='Choose one of the answers.'), programs.models.fields.FieldCheck(condition=models.Q(('state__in', ['planned', 'sending', 'sent', 'skipped', 'failed', 'unknown'])), name='mail_state_known', violation_error_message='Choose one of the answers.'), programs.models.fields.FieldCheck(condition=models.Q(('delivery__in', ['', 'delivered', 'deferred', 'bounced', 'complained'])), name='mail_delivery_known', violation_error_message='Choose one of the answers.'), models.UniqueConstraint(fields=('recipient', 'kind', 'channel', 'occasion'), name='mail_once_per_occasion', violation_error_message='This mail is already in the ledger.'), models.UniqueConstraint(condition=models.Q(('recipient__isnull', True)), fields=('kind', 'channel', 'occasion'), name='mail_once_per_occasion_without_account', violation_error_message='This mail is already in the ledger.'), models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('recipient__isnull', False)), models.Q(('recipient__isnull', True), models.Q(('address', ''), _negated=True)), _connector='OR'), name='mail_goes_to_one', violation_error_message='A mail goes to a person with an account, or to an address.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='mail_sent_has_a_time', violation_error_message='A sent mail has the time it was sent.')],
            },
        ),
        migrations.CreateModel(
            name='MailEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('what', models.CharField(max_length=20, verbose_name='what happened')),
                ('said', models.CharField(blank=True, max_length=240, verbose_name='what was said')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='athletes.mail', verbose_name='mail')),
            ],
            options={
                'verbose_name': 'step on the way',
                'verbose_name_plural': 'steps on the way',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='MessageTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('[\\x00-\\x1f\\x7f]', inverse_match=True, message='Names have no line breaks or control characters.')], verbose_name='name')),
                ('text', models.TextField(max_length=1500, validators=[athletes.models.care.message_templates.validate_placeholders], verbose_name='text')),
            ],
            options={
                'verbose_name': 'message template',
                'verbose_name_plural': 'message templates',
                'ordering': ['name'],
                'constraints': [programs.models.fields.FieldCheck(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 1500), name='messagetemplate_text_length', violation_error_message='The text is too long.'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='messagetemplate_has_name_and_text', violation_error_message='Give it a name and a text.')],
            },
        ),
        migrations.CreateModel(
            name='PushDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.CharField(error_messages={'unique': 'Notifications are on in this browser already.'}, max_length=1000, unique=True, verbose_name='address at the push service')),
                ('p256dh', athletes.secret_text.SecretField(verbose_name='key')),
                ('auth', athletes.secret_text.SecretField(verbose_name='secret')),
                ('label', models.CharField(help_text='For example, “Chrome on Android.”', max_length=40, verbose_name='device')),
                ('made_at', models.DateTimeField(verbose_name='on since')),
                ('reached_at', models.DateTimeField(blank=True, null=True, verbose_name='last reached')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'browser with notifications',
                'verbose_name_plural': 'browsers with notifications',
                'ordering': ['made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AthleteImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=120, verbose_name='file')),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded')),
                ('changed_at', models.DateTimeField(verbose_name='last step')),
                ('state', models.CharField(choices=[('columns', 'Columns to be chosen'), ('checking', 'Being checked'), ('checked', 'Checked'), ('running', 'Being imported'), ('done', 'Imported')], default='columns', max_length=8, verbose_name='state')),
                ('rows', models.JSONField(default=list)),
                ('header_place', models.PositiveSmallIntegerField(default=0)),
                ('mapping', models.JSONField(default=dict)),
                ('headings', models.JSONField(default=dict)),
                ('rows_total', models.PositiveIntegerField(default=0)),
                ('rows_done', models.PositiveIntegerField(default=0)),
                ('report', models.JSONField(default=dict)),
                ('refusals', models.JSONField(default=list)),
                ('notice', models.CharField(blank=True, max_length=255)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'import of athletes',
                'verbose_name_plural': 'imports of athletes',
                'ordering': ['-id'],
                'abstract': False,
                'constraints': [programs.models.fields.FieldCheck(condition=models.Q(('state__in', ['columns', 'checking', 'checked', 'running', 'done'])), name='athleteimport_state_known', violation_error_message='Choose one of the answers.')],
            },
        ),
        migrations.CreateModel(
            name='BillingCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, validators=[django.core.validators.RegexValidator('[\\x00-\\x1f\\x7f]', inverse_match=True, message='Names have no line breaks or control characters.')], verbose_name='code')),
                ('description', models.CharField(max_length=200, validators=[django.core.validators.RegexValidator('[\\x00-\\x1f\\x7f]', inverse_match=True, message='Names have no line breaks or control characters.')], verbose_name='description')),
                ('min_days', models.PositiveSmallIntegerField(blank=True, help_text='Of 30.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(30)], verbose_name='at least this many days with data')),
                ('min_minutes', models.PositiveSmallIntegerField(blank=True, help_text='As the log of contacts adds them up.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)], verbose_name='at least this many minutes of care')),
                ('needs_conversation', models.BooleanField(default=False, help_text='By telephone, by video or in person.', verbose_name='needs a conversation')),
            ],
            options={
                'verbose_name': 'billing code',
                'verbose_name_plural': 'billing codes',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('min_days__isnull', False), ('min_minutes__isnull', False), ('needs_conversation', True), _connector='OR'), name='billingcode_asks_for_something', violation_error_message='Say what the code needs: days, minutes or a conversation.'), models.CheckConstraint(condition=models.Q(('min_days__isnull', True), ('min_days__range', (1, 30)), _connector='OR'), name='billingcode_days_range', violation_error_message='Days are 1 to 30.'), models.CheckConstraint(condition=models.Q(('min_minutes__isnull', True), ('min_minutes__range', (1, 1000)), _connector='OR'), name='billingcode_minutes_range', violation_error_message='Minutes are 1 to 1,000.')],
            },
        ),
    ]
